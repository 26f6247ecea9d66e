//! The five documented updates, performed and checked, and one that is wrong.
//!
//! `cargo run --example quickstart` needs no account: it updates a sandbox inside the process.

mod arguments;
mod report;

use std::error::Error;
use std::process::ExitCode;

use graph_core::{Address, Cloud, DateTimeOffset, Entity, GraphClient, Guid, Resource, Update as _, Updated};
use graph_reference::pages::{self, Page};
use graph_reference::{
    ComplianceStatus, DeviceComplianceUserOverview, DeviceConfigurationDeviceOverview, DeviceConfigurationUserOverview,
    DeviceConfigurationUserStatus, beta, seeds,
};
use graph_sandbox::Sandbox;

use arguments::{Arguments, Ids, USAGE};
use report::Report;

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments = match Arguments::read() {
        Ok(Some(arguments)) => arguments,
        Ok(None) => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        Err(message) => {
            eprintln!("quickstart: {message}\n\n{USAGE}");
            return ExitCode::from(2);
        }
    };
    match run(&arguments).await {
        Ok(0) => ExitCode::SUCCESS,
        Ok(differences) => {
            eprintln!("\nquickstart: {differences} differences from the pages");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("\nquickstart: {}", report::chain(&*error));
            ExitCode::FAILURE
        }
    }
}

/// Performs all steps and counts what differs from the pages.
async fn run(arguments: &Arguments) -> Result<usize, Box<dyn Error>> {
    // kept to the end: dropping it stops the service
    let mut sandbox = None;
    let graph = if arguments.live {
        let token = if arguments.dry_run {
            String::from("none-is-needed")
        } else {
            println!("LIVE: this updates the real service at {}", Cloud::Global.endpoint());
            std::env::var("GRAPH_ACCESS_TOKEN").map_err(|_| "put an access token into GRAPH_ACCESS_TOKEN")?
        };
        GraphClient::builder(Cloud::Global).token(token).build()?
    } else {
        let started = start_sandbox().await?;
        println!("A sandbox inside this process serves {}", started.endpoint());
        let cloud = Cloud::custom(started.endpoint())?;
        sandbox = Some(started);
        GraphClient::builder(cloud).token("sandbox-token").build()?
    };
    let mut steps = Steps { graph, sandbox, dry_run: arguments.dry_run, report: Report::default() };
    steps.documented(&arguments.ids).await?;
    if !arguments.dry_run {
        steps.wrong().await?;
        if !arguments.live {
            steps.one_property(&arguments.ids).await?;
        }
    }
    Ok(steps.report.finish(arguments.dry_run))
}

async fn start_sandbox() -> Result<Sandbox, Box<dyn Error>> {
    let mut builder = Sandbox::builder().token("sandbox-token");
    for seed in seeds() {
        builder = builder.entity_text(seed.descriptor, seed.path, seed.json);
    }
    Ok(builder.start().await?)
}

struct Steps {
    graph: GraphClient,
    sandbox: Option<Sandbox>,
    dry_run: bool,
    report: Report,
}

impl Steps {
    /// The updates of the five pages, with the documented values.
    async fn documented(&mut self, ids: &Ids) -> Result<(), Box<dyn Error>> {
        let updated: DateTimeOffset = "2016-12-31T23:58:21.6459442-08:00".parse()?;

        self.step(
            &pages::DEVICE_CONFIGURATION_USER_OVERVIEW,
            &DeviceConfigurationUserOverview::at(&ids.configuration),
            DeviceConfigurationUserOverview::update()
                .pending_count(12)
                .not_applicable_count(2)
                .success_count(12)
                .error_count(10)
                .failed_count(11)
                .last_update_date_time(updated)
                .configuration_version(4),
        )
        .await?;
        self.step(
            &pages::DEVICE_CONFIGURATION_DEVICE_OVERVIEW,
            &DeviceConfigurationDeviceOverview::at(&ids.configuration),
            DeviceConfigurationDeviceOverview::update()
                .pending_count(12)
                .not_applicable_count(2)
                .success_count(12)
                .error_count(10)
                .failed_count(11)
                .last_update_date_time(updated)
                .configuration_version(4),
        )
        .await?;
        self.step(
            &pages::DEVICE_CONFIGURATION_USER_STATUS,
            &DeviceConfigurationUserStatus::at(&ids.configuration, &ids.user_status),
            DeviceConfigurationUserStatus::update()
                .user_display_name("User Display Name value")
                .devices_count(12)
                .status(ComplianceStatus::NotApplicable)
                .last_reported_date_time("2017-01-01T00:00:17.7769392-08:00".parse()?)
                .user_principal_name("User Principal Name value"),
        )
        .await?;
        self.step(
            &pages::DEVICE_COMPLIANCE_USER_OVERVIEW,
            &DeviceComplianceUserOverview::at(&ids.policy),
            DeviceComplianceUserOverview::update()
                .pending_count(12)
                .not_applicable_count(2)
                .success_count(12)
                .error_count(10)
                .failed_count(11)
                .last_update_date_time(updated)
                .configuration_version(4),
        )
        .await?;
        self.step(
            &pages::BETA_DEVICE_COMPLIANCE_USER_OVERVIEW,
            &beta::DeviceComplianceUserOverview::at(&ids.policy),
            beta::DeviceComplianceUserOverview::update()
                .number_of_pending_users(4)
                .number_of_succeeded_users(6)
                .number_of_error_users(2)
                .number_of_failed_users(3)
                .last_update_time("2017-01-01T00:02:03.0612494-08:00".parse()?)
                .policy_revision(14),
        )
        .await
    }

    /// One update: read, update, read again, compare.
    async fn step<T: Resource>(
        &mut self,
        page: &Page,
        address: &Address<T>,
        update: T::Update,
    ) -> Result<(), Box<dyn Error>> {
        self.report.heading(page.title);
        let shown = self.graph.update(address.clone(), update.clone()).dry_run()?;
        Report::request(&shown);
        self.report.expect_body(page.request, shown.body());
        if self.dry_run {
            return Ok(());
        }
        let stored = self.stored(page);
        let outcome = self.perform(address, &update).await;
        let (before, updated, after) = match outcome {
            Ok(outcome) => outcome,
            Err(error) => {
                self.report.difference(&report::chain(&error));
                return Ok(());
            }
        };
        if let Some(sandbox) = &self.sandbox {
            self.report.expect_arrival(sandbox, &shown);
        }
        Report::answer(&updated);
        if self.sandbox.is_some() {
            self.report.expect_entity(page.response, updated.entity());
        }
        self.report.expect_changes(&update.to_json(), before.value(), after.value());
        if let (Some(before), Some(after)) = (stored, self.stored(page)) {
            self.report.expect_stored(&update.to_json(), &before, &after);
        }
        Ok(())
    }

    /// What the sandbox itself holds, which our own reading has no part in.
    fn stored(&self, page: &Page) -> Option<serde_json::Value> {
        self.sandbox.as_ref()?.entity_json(page.descriptor.version(), page.path)
    }

    async fn perform<T: Resource>(
        &self,
        address: &Address<T>,
        update: &T::Update,
    ) -> Result<(Entity<T>, Updated<T>, Entity<T>), graph_core::Error> {
        let before = self.graph.get(address.clone()).await?;
        let updated = self.graph.update(address.clone(), update.clone()).await?;
        let after = self.graph.get(address.clone()).await?;
        Ok((before, updated, after))
    }

    /// What a person gets to see who makes a mistake.
    async fn wrong(&mut self) -> Result<(), Box<dyn Error>> {
        self.report.heading("Wrong on purpose");
        let update = || DeviceConfigurationUserOverview::update().pending_count(1);

        let requests = self.sandbox.as_ref().map(|sandbox| sandbox.requests().len());
        let refused = self.graph.update(DeviceConfigurationUserOverview::at(".."), update()).await;
        self.report.expect_error("an id of `..`", refused.err().as_ref(), |error| error.status().is_none());
        if requests != self.sandbox.as_ref().map(|sandbox| sandbox.requests().len()) {
            self.report.difference("a request was sent for it");
        }

        let refused = self.graph.update(DeviceConfigurationUserOverview::at(Guid::nil()), update()).await;
        self.report.expect_error("an unknown configuration", refused.err().as_ref(), |error| {
            error.is_not_found() || error.is_bad_request()
        });
        Ok(())
    }

    /// What is read, changed in one place and sent back as a difference changes in that place only.
    async fn one_property(&mut self, ids: &Ids) -> Result<(), Box<dyn Error>> {
        self.report.heading("One property, and one that is removed");
        let address = || DeviceConfigurationUserStatus::at(&ids.configuration, &ids.user_status);
        let before = self.graph.get(address()).await?.into_value();
        let mut after = before.clone();
        after.devices_count += 1;
        after.user_principal_name = None;
        let update = DeviceConfigurationUserStatus::diff(&before, &after);
        Report::request(&self.graph.update(address(), update.clone()).dry_run()?);
        let updated = self.graph.update(address(), update.clone()).await?;
        Report::answer(&updated);
        let now = self.graph.get(address()).await?;
        self.report.expect_changes(&update.to_json(), &before, now.value());
        Ok(())
    }
}
