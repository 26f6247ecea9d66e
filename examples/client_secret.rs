//! Signs in as an application, with the credential that the environment configures, and reads a user.
//!
//! `AZURE_TENANT_ID=.. AZURE_CLIENT_ID=.. AZURE_CLIENT_SECRET=.. cargo run --example client_secret -- USER_ID`
//!
//! The same program runs unchanged in Kubernetes (workload identity), in App Service (managed identity) and on a developer's
//! machine (Azure CLI). `EnvironmentCredential` documents the variables and their order. The application needs the
//! permission `User.Read.All`.

use std::env;
use std::error::Error;
use std::process::ExitCode;

use graph_core::credential::EnvironmentCredential;
use graph_core::{Cloud, GraphClient, graph_resource};

/// A user.
#[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
#[derive(Debug)]
struct User {
    #[graph(key)]
    id: String,
    display_name: Option<String>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let Some(user) = env::args().nth(1).filter(|first| !first.starts_with('-')) else {
        println!("usage: client_secret USER_ID_OR_PRINCIPAL_NAME");
        return ExitCode::from(2);
    };
    match run(&user).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("client_secret: {error}");
            let mut cause = error.source();
            while let Some(error) = cause {
                eprintln!("  caused by: {error}");
                cause = error.source();
            }
            ExitCode::FAILURE
        }
    }
}

async fn run(user: &str) -> Result<(), graph_core::Error> {
    // The same as `GraphClient::from_env()`, in three steps that show the credential that is used.
    let cloud = Cloud::from_env()?;
    let credential = EnvironmentCredential::new(&cloud)?;
    println!("{} with the credential `{}`", cloud.endpoint(), credential.name());
    let graph = GraphClient::builder(cloud).credential(credential).build()?;

    let user = graph.get(User::at(user)).await?;
    println!("{}: {}", user.id, user.display_name.as_deref().unwrap_or("no name"));
    Ok(())
}
