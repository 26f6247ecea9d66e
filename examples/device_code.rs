//! Signs a user in on another device and reads the profile of the user.
//!
//! `cargo run --example device_code -- CLIENT_ID [TENANT]`, with the client id of an application that is registered as a public
//! client and allows the device code flow. `GRAPH_CLOUD` names a national cloud; see `Cloud::from_env`.

use std::env;
use std::process::ExitCode;

use graph_core::credential::{DeviceCodeCredential, SignInError, TokenCache};
use graph_core::credential::{TokenProvider as _, TokenRequest};
use graph_core::{Cloud, GraphClient, graph_resource};

/// The user who signed in.
#[graph_resource(path = "/me", odata_type = "#microsoft.graph.user")]
#[derive(Debug)]
struct Me {
    #[graph(key)]
    id: String,
    display_name: Option<String>,
    user_principal_name: Option<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let mut arguments = env::args().skip(1);
    let Some(client_id) = arguments.next().filter(|first| !first.starts_with('-')) else {
        println!("usage: device_code CLIENT_ID [TENANT]");
        return ExitCode::from(2);
    };
    match run(client_id, arguments.next()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            match SignInError::of(&error) {
                Some(SignInError::Declined) => eprintln!("device_code: the sign-in was declined"),
                Some(SignInError::Expired) => {
                    eprintln!("device_code: the code has expired; run the program again for a new code");
                }
                Some(reason) => eprintln!("device_code: {reason}"),
                None => eprintln!("device_code: {error}"),
            }
            ExitCode::FAILURE
        }
    }
}

async fn run(client_id: String, tenant: Option<String>) -> Result<(), graph_core::Error> {
    let cloud = Cloud::from_env()?;
    let credential = DeviceCodeCredential::builder(client_id)
        .cloud(cloud.clone())
        .tenant(tenant.unwrap_or_else(|| "organizations".into()))
        .permissions(["User.Read"])
        .prompt(|prompt| println!("{}", prompt.message()))
        .build()?;
    // Before the first call, whose deadline is shorter than the time that a user may need.
    let signed_in = TokenCache::new(credential);
    signed_in.token(&TokenRequest::new([cloud.scope()])).await?;
    let graph = GraphClient::builder(cloud).credential(signed_in).build()?;

    let me = graph.get(Me::at()).await?;
    println!(
        "Signed in as {} ({})",
        name_or_default(me.display_name.as_deref()),
        name_or_default(me.user_principal_name.as_deref())
    );
    println!("with the id {}", me.id);
    Ok(())
}

fn name_or_default(text: Option<&str>) -> &str {
    text.unwrap_or("no name")
}
