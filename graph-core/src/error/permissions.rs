use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use http::HeaderValue;
use serde_json::Value;

use crate::redact::{Excerpt, excerpt};

/// What an operation needs, beside what the refused token grants.
///
/// What the token grants is read from its claims `scp` (delegated permissions) and `roles` (permissions of an
/// application), and not verified: that is the service's business.
///
/// Source: [access token claims](https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference).
#[derive(Clone, PartialEq, Eq)]
pub struct Permissions {
    needed: &'static [&'static str],
    delegated: Vec<String>,
    application: Vec<String>,
}

impl Permissions {
    /// None if the token is not one that can be read; those of personal accounts cannot.
    #[cold]
    pub(crate) fn of(authorization: &HeaderValue, needed: &'static [&'static str]) -> Option<Self> {
        let payload = authorization.to_str().ok()?.split('.').nth(1)?;
        let payload = BASE64_URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
        let claims: Value = serde_json::from_slice(&payload).ok()?;
        let name = |text: &str| excerpt(text, LONGEST_NAME).into_owned();
        let words = |text: &str| text.split_ascii_whitespace().map(name).collect();
        let delegated = claims.get("scp").and_then(Value::as_str).map(words).unwrap_or_default();
        let roles = claims.get("roles").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
        let application = roles.iter().filter_map(Value::as_str).map(name).collect();
        claims.is_object().then_some(Self { needed, delegated, application })
    }

    /// The permissions of which the operation needs one, if its declaration says them.
    pub fn needed(&self) -> &'static [&'static str] {
        self.needed
    }

    /// The permissions that the token grants on behalf of a user.
    pub fn delegated(&self) -> &[String] {
        &self.delegated
    }

    /// The permissions that the token grants to the application itself.
    pub fn application(&self) -> &[String] {
        &self.application
    }

    /// Whether the token grants one of the permissions that the operation needs: then something else is missing.
    pub fn is_granted(&self) -> bool {
        let granted = |needed: &&str| self.granted().any(|granted| granted.eq_ignore_ascii_case(needed));
        self.needed.iter().any(granted)
    }

    fn granted(&self) -> impl Iterator<Item = &String> {
        self.delegated.iter().chain(&self.application)
    }
}

/// Long lists are cut, because this ends up in logs; the methods have them whole.
impl fmt::Debug for Permissions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Permissions")
            .field("needed", &self.needed)
            .field("delegated", &Excerpt(&self.delegated))
            .field("application", &Excerpt(&self.application))
            .finish()
    }
}

/// What to do about it.
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
        if index == MOST_SHOWN {
            return f.write_str(", …");
        }
        write!(f, "{}`{}`", if index == 0 { "" } else { ", " }, excerpt(name, LONGEST_NAME))?;
    }
    Ok(())
}

const MOST_SHOWN: usize = 8;
/// The longest that there are have some 60 characters.
const LONGEST_NAME: usize = 100;

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
    fn says_what_to_grant() {
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
    fn hostile_claims_do_no_harm() {
        for claims in ["", "[]", "1", "{", "\"x\""] {
            assert_eq!(of(claims, &[]), None, "{claims}");
        }
        for claims in [r#"{"scp":7,"roles":{}}"#, r#"{"scp":null,"roles":[1,null]}"#] {
            assert!(of(claims, &[]).unwrap().application().is_empty(), "{claims}");
        }
        let many = of(&format!(r#"{{"scp":"{}"}}"#, "x\u{1b} ".repeat(1000)), &[]);
        assert!(many.is_none(), "a raw control character is no JSON");
        let many = of(&format!(r#"{{"scp":"{}"}}"#, "xy ".repeat(1000)), &[]).unwrap().to_string();
        assert!(many.len() < 200, "{many}");
        for opaque in ["Bearer opaque", "Bearer a.!.c", "x"] {
            assert_eq!(Permissions::of(&HeaderValue::from_static(opaque), &[]), None);
        }
    }
}
