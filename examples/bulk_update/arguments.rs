//! The command line.

use std::env;
use std::path::PathBuf;
use std::time::Duration;

pub(crate) const USAGE: &str = "\
usage: bulk_update [--journal FILE] [--tasks N] [--pace N/SECONDS]
       bulk_update --endpoint URL --ids FILE [--configuration ID] [--journal FILE] [--tasks N] [--pace N/SECONDS]
       bulk_update --live --ids FILE --configuration ID [--journal FILE] [--tasks N]

Sets the devicesCount of many user statuses of a device configuration to 12. Without --endpoint and --live they are in
a sandbox inside this process, which has 300 and takes 50 updates a second.

  --endpoint URL       the service there, for example a sandbox on loopback
  --live               the real Microsoft Graph service, within its published limits
  --ids FILE           the ids of the statuses, one a line
  --configuration ID   the device configuration that they are of
  --journal FILE       what is done (default: bulk_update.journal); remove it to begin anew
  --tasks N            how many updates at once (default: 64)
  --pace N/SECONDS     at most so many updates within so many seconds

The access token is read from GRAPH_ACCESS_TOKEN; a sandbox takes any. Ctrl-C ends it in order; run it again to go on.";

#[derive(Debug)]
pub(crate) struct Arguments {
    pub(crate) service: Service,
    pub(crate) ids: Option<PathBuf>,
    pub(crate) configuration: Option<String>,
    pub(crate) journal: PathBuf,
    pub(crate) tasks: usize,
    pub(crate) pace: Option<(u32, Duration)>,
}

#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Service {
    Inside,
    At(String),
    Live,
}

impl Arguments {
    /// The arguments, or what is wrong with them; none if help was asked for.
    pub(crate) fn read() -> Result<Option<Self>, String> {
        let mut read = Self {
            service: Service::Inside,
            ids: None,
            configuration: None,
            journal: "bulk_update.journal".into(),
            tasks: 64,
            pace: None,
        };
        let mut arguments = env::args().skip(1);
        while let Some(name) = arguments.next() {
            let mut value = || arguments.next().ok_or(format!("{name} needs a value"));
            match name.as_str() {
                "--help" | "-h" => return Ok(None),
                "--live" => read.service = Service::Live,
                "--endpoint" => read.service = Service::At(value()?),
                "--ids" => read.ids = Some(value()?.into()),
                "--configuration" => read.configuration = Some(value()?),
                "--journal" => read.journal = value()?.into(),
                "--tasks" => {
                    let tasks = value()?.parse().ok().filter(|tasks| *tasks > 0);
                    read.tasks = tasks.ok_or("--tasks needs a number above 0")?;
                }
                "--pace" => read.pace = Some(pace(&value()?).ok_or("--pace needs something like 100/20")?),
                other => return Err(format!("unknown argument {other}")),
            }
        }
        match (&read.service, &read.ids, &read.configuration) {
            (Service::Live, None, _) | (Service::Live, _, None) => Err("--live needs --ids and --configuration".into()),
            (Service::At(_), None, _) => Err("--endpoint needs --ids".into()),
            (Service::Inside, Some(_), _) | (Service::Inside, _, Some(_)) => Err("the sandbox has its own ids".into()),
            _ => Ok(Some(read)),
        }
    }
}

fn pace(text: &str) -> Option<(u32, Duration)> {
    let (count, seconds) = text.split_once('/')?;
    let window = Duration::try_from_secs_f64(seconds.parse().ok()?).ok()?;
    Some((count.parse().ok().filter(|count| *count > 0)?, window))
}
