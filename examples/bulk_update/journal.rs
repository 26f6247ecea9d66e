//! The ids that are done, one a line, in a file that is only appended to.
//!
//! A line is written with one call as soon as the service confirmed the update, so that it outlives the process. It
//! is brought to the disk about once a second, and at the end: what a loss of power takes away is read and compared
//! again, like what was under way. A line that was cut off by the end of the process has no line break, and does not
//! count.

use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

pub(crate) struct Journal(Mutex<Open>);

struct Open {
    file: File,
    synced: Instant,
}

const SYNC: Duration = Duration::from_secs(1);

impl Journal {
    /// The journal and what it holds. Only one process at a time can have it.
    pub(crate) fn open(path: &Path) -> Result<(Self, HashSet<String>), String> {
        Self::read(path).map_err(|error| match error.kind() {
            io::ErrorKind::WouldBlock => format!("{} is in use by another process", path.display()),
            _ => format!("{}: {error}", path.display()),
        })
    }

    fn read(path: &Path) -> io::Result<(Self, HashSet<String>)> {
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        file.try_lock()?;
        let mut text = Vec::new();
        file.read_to_end(&mut text)?;
        let whole = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1);
        text.truncate(whole);
        file.set_len(whole as u64)?;
        file.seek(SeekFrom::End(0))?;
        let done = String::from_utf8(text).map_err(|_| io::Error::other("it is no journal"))?;
        let done = done.lines().map(str::to_owned).collect();
        Ok((Self(Mutex::new(Open { file, synced: Instant::now() })), done))
    }

    /// Notes that an id is done.
    pub(crate) fn done(&self, id: &str) -> io::Result<()> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        open.file.write_all(format!("{id}\n").as_bytes())?;
        if open.synced.elapsed() >= SYNC {
            open.file.sync_data()?;
            open.synced = Instant::now();
        }
        Ok(())
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        let open = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = open.file.sync_data() {
            eprintln!("the journal may not be on the disk: {error}");
        }
    }
}
