use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use http::HeaderValue;
use serde_json::Value;

use crate::redact::{Excerpt, excerpt};

/// The permissions that an operation needs, and those that the rejected token grants.
///
/// The granted ones are the claims `scp` (delegated permissions) and `roles` (permissions of an application) of the token. They are not
/// verified, which is the task of the service.
///
/// Source: [access token claims](https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference).
#[derive(Clone, PartialEq, Eq)]
pub struct Permissions {
    needed: &'static [&'static str],
    delegated: Vec<String>,
    application: Vec<String>,
}

impl Permissions {
    /// Returns `None` if the token is opaque, as those of personal accounts are.
    #[cold]
    pub(crate) fn of(authorization: &HeaderValue, needed: &'static [&'static str]) -> Option<Self> {
        let payload = authorization.to_str().ok()?.split('.').nth(1)?;
        let payload = BASE64_URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
        let claims: Value = serde_json::from_slice(&payload).ok()?;
        let name = |text: &str| excerpt(text, MAX_NAME).into_owned();
        let split = |text: &str| text.split_ascii_whitespace().map(name).collect();
        let delegated = claims.get("scp").and_then(Value::as_str).map(split).unwrap_or_default();
        let roles = claims.get("roles").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let application = roles.iter().filter_map(Value::as_str).map(name).collect();
        claims.is_object().then_some(Self { needed, delegated, application })
    }

    /// Returns the permissions of the declaration; the operation needs one of them.
    pub fn needed(&self) -> &'static [&'static str] {
        self.needed
    }

    /// Returns the permissions that the token grants on behalf of a user.
    pub fn delegated(&self) -> &[String] {
        &self.delegated
    }

    /// Returns the permissions that the token grants to the application itself.
    pub fn application(&self) -> &[String] {
        &self.application
    }

    /// Returns whether the token grants one of the needed permissions.
    ///
    /// Then something else is missing, such as a role of the user.
    pub fn is_granted(&self) -> bool {
        let granted = |needed: &&str| self.granted().any(|granted| granted.eq_ignore_ascii_case(needed));
        self.needed.iter().any(granted)
    }

    fn granted(&self) -> impl Iterator<Item = &String> {
        self.delegated.iter().chain(&self.application)
    }
}

/// Truncates long lists, because they end up in logs.
impl fmt::Debug for Permissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permissions")
            .field("needed", &self.needed)
            .field("delegated", &Excerpt(&self.delegated))
            .field("application", &Excerpt(&self.application))
            .finish()
    }
}

/// Shows what to do about the missing permission.
impl fmt::Display for Permissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let one_of = if self.needed.len() > 1 { "one of " } else { "" };
        if self.is_granted() {
            f.write_str("the token grants ")?;
            list(
                f,
                self.needed.iter().copied().filter(|needed| self.granted().any(|has| has.eq_ignore_ascii_case(needed))),
            )?;
            return f.write_str(", so a role of the user, a licence or a policy of the tenant may forbid it");
        }
        if self.needed.is_empty() {
            f.write_str("grant the application or user the permission")?;
        } else {
            write!(f, "grant the application or user {one_of}")?;
            list(f, self.needed.iter().copied())?;
        }
        f.write_str("; the token grants ")?;
        if self.granted().next().is_none() {
            return f.write_str("nothing");
        }
        list(f, self.granted().map(String::as_str))
    }
}

fn list<'a>(f: &mut fmt::Formatter<'_>, names: impl Iterator<Item = &'a str>) -> fmt::Result {
    for (index, name) in names.enumerate() {
        if index == MAX_SHOWN {
            return f.write_str(", …");
        }
        write!(f, "{}`{}`", if index == 0 { "" } else { ", " }, excerpt(name, MAX_NAME))?;
    }
    Ok(())
}

const MAX_SHOWN: usize = 8;
/// The longest names have about 60 characters.
const MAX_NAME: usize = 100;

#[cfg(test)]
mod tests {
    use base64::Engine as _;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD;
    use http::HeaderValue;

    use super::Permissions;

    fn of(claims: &str, needed: &'static [&'static str]) -> Option<Permissions> {
        let payload = BASE64_URL_SAFE_NO_PAD.encode(claims);
        Permissions::of(&HeaderValue::from_str(&format!("Bearer e30.{payload}.c2ln")).unwrap(), needed)
    }

    #[test]
    fn the_missing_permissions_are_shown() {
        let needed = &["DeviceManagementConfiguration.ReadWrite.All"];
        assert_eq!(
            of(r#"{"scp":"User.Read openid"}"#, needed).unwrap().to_string(),
            "grant the application or user `DeviceManagementConfiguration.ReadWrite.All`; the token grants `User.Read`, `openid`"
        );
        assert_eq!(
            of(r#"{"roles":["User.Read.All"]}"#, &["A.B", "C.D"]).unwrap().to_string(),
            "grant the application or user one of `A.B`, `C.D`; the token grants `User.Read.All`"
        );
        assert_eq!(
            of("{}", &[]).unwrap().to_string(),
            "grant the application or user the permission; the token grants nothing"
        );
        let granted = of(r#"{"roles":["c.d"]}"#, &["A.B", "C.D"]).unwrap();
        assert!(granted.is_granted());
        assert_eq!(
            granted.to_string(),
            "the token grants `C.D`, so a role of the user, a licence or a policy of the tenant may forbid it"
        );
    }

    #[test]
    fn malformed_claims_are_ignored() {
        for claims in ["", "[]", "1", "{", "\"x\""] {
            assert_eq!(of(claims, &[]), None, "{claims}");
        }
        for claims in [r#"{"scp":7,"roles":{}}"#, r#"{"scp":null,"roles":[1,null]}"#] {
            assert!(of(claims, &[]).unwrap().application().is_empty(), "{claims}");
        }
        let many = of(&format!(r#"{{"scp":"{}"}}"#, "x\u{1b} ".repeat(1000)), &[]);
        assert!(many.is_none(), "a raw control character is not valid JSON");
        let many = of(&format!(r#"{{"scp":"{}"}}"#, "xy ".repeat(1000)), &[]).unwrap().to_string();
        assert!(many.len() < 200, "{many}");
        for opaque in ["Bearer opaque", "Bearer a.!.c", "x"] {
            assert_eq!(Permissions::of(&HeaderValue::from_static(opaque), &[]), None);
        }
    }
}
