//! The command line.

use std::env;
use std::path::PathBuf;
use std::time::Duration;

pub(crate) const USAGE: &str = "\
usage: bulk_update [--journal FILE] [--tasks N] [--pace N/SECONDS]
       bulk_update --endpoint URL --ids FILE [--configuration ID] [--journal FILE] [--tasks N] [--pace N/SECONDS]
       bulk_update --live --ids FILE --configuration ID [--journal FILE] [--tasks N]

Sets the devicesCount of many user statuses of a device configuration to 12. Without --endpoint and --live it updates
the 300 statuses of a sandbox inside this process, which accepts 50 updates per second.

  --endpoint URL       update the service at this URL, for example a sandbox on a loopback port
  --live               update the real Microsoft Graph service, within its published limits
  --ids FILE           read the ids of the statuses from this file, one per line
  --configuration ID   the id of the device configuration to which the statuses belong
  --journal FILE       record the ids that are updated (default: bulk_update.journal); delete the file to start over
  --tasks N            run N updates concurrently (default: 64)
  --pace N/SECONDS     send at most N updates within this number of seconds

The access token is read from GRAPH_ACCESS_TOKEN; a sandbox accepts any token. Ctrl-C stops the program after the
updates that are in progress; run it again to continue.";

#[derive(Debug)]
pub(crate) struct Arguments {
    pub(crate) target: Target,
    pub(crate) ids: Option<PathBuf>,
    pub(crate) configuration: Option<String>,
    pub(crate) journal: PathBuf,
    pub(crate) tasks: usize,
    pub(crate) pace: Option<(u32, Duration)>,
}

/// The service that is updated.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A sandbox inside the process.
    Sandbox,
    Endpoint(String),
    Live,
}

impl Arguments {
    /// Parses the command line, or returns a message; `None` stands for `--help`.
    pub(crate) fn parse() -> Result<Option<Self>, String> {
        let mut arguments = Self {
            target: Target::Sandbox,
            ids: None,
            configuration: None,
            journal: "bulk_update.journal".into(),
            tasks: 64,
            pace: None,
        };
        let mut texts = env::args().skip(1);
        while let Some(name) = texts.next() {
            let mut value = || texts.next().ok_or(format!("`{name}` needs a value"));
            match name.as_str() {
                "--help" | "-h" => return Ok(None),
                "--live" => arguments.target = Target::Live,
                "--endpoint" => arguments.target = Target::Endpoint(value()?),
                "--ids" => arguments.ids = Some(value()?.into()),
                "--configuration" => arguments.configuration = Some(value()?),
                "--journal" => arguments.journal = value()?.into(),
                "--tasks" => {
                    let tasks = value()?.parse().ok().filter(|tasks| *tasks > 0);
                    arguments.tasks = tasks.ok_or("`--tasks` needs a number above 0")?;
                }
                "--pace" => {
                    arguments.pace =
                        Some(pace(&value()?).ok_or("`--pace` needs a number and seconds, for example 100/20")?);
                }
                other => return Err(format!("unexpected argument `{other}`")),
            }
        }
        match (&arguments.target, &arguments.ids, &arguments.configuration) {
            (Target::Live, None, _) | (Target::Live, _, None) => {
                Err("`--live` needs `--ids` and `--configuration`".into())
            }
            (Target::Endpoint(_), None, _) => Err("`--endpoint` needs `--ids`".into()),
            (Target::Sandbox, Some(_), _) | (Target::Sandbox, _, Some(_)) => {
                Err("`--ids` and `--configuration` need `--endpoint` or `--live`".into())
            }
            _ => Ok(Some(arguments)),
        }
    }
}

fn pace(text: &str) -> Option<(u32, Duration)> {
    let (count, seconds) = text.split_once('/')?;
    let window = Duration::try_from_secs_f64(seconds.parse().ok()?).ok()?;
    Some((count.parse().ok().filter(|count| *count > 0)?, window))
}
