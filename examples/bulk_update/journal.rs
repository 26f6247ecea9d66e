//! An append-only file of the ids that are updated, one per line.
//!
//! A line is written with one call as soon as the service has confirmed the update, so that the line survives the end
//! of the process. The file is synchronized with the disk about once per second, and on drop: an id that a loss of power
//! removes is read and compared again, like an id whose update was in progress. A line that the end of the process
//! truncated has no line break and is ignored.

use std::collections::HashSet;
use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

pub(crate) struct Journal(Mutex<OpenFile>);

struct OpenFile {
    file: File,
    synced: Instant,
}

const SYNC_INTERVAL: Duration = Duration::from_secs(1);

impl Journal {
    /// Opens the journal and returns it with the ids that it holds. Only one process at a time can open it.
    pub(crate) fn open(path: &Path) -> Result<(Self, HashSet<String>), String> {
        Self::open_and_read(path).map_err(|error| match error.kind() {
            io::ErrorKind::WouldBlock => format!("{} is in use by another process", path.display()),
            _ => format!("{}: {error}", path.display()),
        })
    }

    fn open_and_read(path: &Path) -> io::Result<(Self, HashSet<String>)> {
        let mut file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
        file.try_lock()?;
        let mut text = Vec::new();
        file.read_to_end(&mut text)?;
        let complete = text.iter().rposition(|byte| *byte == b'\n').map_or(0, |last| last + 1);
        text.truncate(complete);
        file.set_len(complete as u64)?;
        file.seek(SeekFrom::End(0))?;
        let done =
            String::from_utf8(text).map_err(|_| io::Error::other("the file is not a journal: it is not UTF-8"))?;
        let done = done.lines().map(str::to_owned).collect();
        Ok((Self(Mutex::new(OpenFile { file, synced: Instant::now() })), done))
    }

    /// Records that an id is updated.
    pub(crate) fn record(&self, id: &str) -> io::Result<()> {
        let mut journal = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        journal.file.write_all(format!("{id}\n").as_bytes())?;
        if journal.synced.elapsed() >= SYNC_INTERVAL {
            journal.file.sync_data()?;
            journal.synced = Instant::now();
        }
        Ok(())
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        let journal = self.0.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = journal.file.sync_data() {
            eprintln!("failed to synchronize the journal with the disk: {error}");
        }
    }
}
