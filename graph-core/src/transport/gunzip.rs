//! Decompresses a body as it arrives, up to a limit.

use std::io::{self, Write};

use flate2::write::MultiGzDecoder;

/// A stream of gzip, which may have several members
/// ([RFC 1952, section 2.2](https://www.rfc-editor.org/rfc/rfc1952#section-2.2)).
pub(super) struct Gunzip {
    decoder: MultiGzDecoder<Sink>,
    has_begun: bool,
}

impl Gunzip {
    pub(super) fn new(limit: usize) -> Self {
        let sink = Sink { bytes: Vec::new(), limit, is_full: false };
        Self { decoder: MultiGzDecoder::new(sink), has_begun: false }
    }

    /// Takes a chunk; false when it holds more than the limit allows.
    pub(super) fn push(&mut self, chunk: &[u8]) -> io::Result<bool> {
        self.has_begun |= !chunk.is_empty();
        match self.decoder.write_all(chunk) {
            Err(_) if self.decoder.get_ref().is_full => Ok(false),
            outcome => outcome.map(|()| true),
        }
    }

    /// Decompresses what is left; false when it is more than the limit allows. Fails where the end of the last member is missing.
    pub(super) fn finish(&mut self) -> io::Result<bool> {
        if !self.has_begun {
            return Ok(true);
        }
        match self.decoder.try_finish() {
            Err(_) if self.decoder.get_ref().is_full => Ok(false),
            outcome => outcome.map(|()| true),
        }
    }

    /// What was decompressed so far.
    pub(super) fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.decoder.get_mut().bytes)
    }
}

/// Fails when it is full, which ends the decompression of what nobody would read.
struct Sink {
    bytes: Vec<u8>,
    limit: usize,
    is_full: bool,
}

impl Write for Sink {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let room = self.limit.saturating_sub(self.bytes.len());
        self.bytes.extend_from_slice(bytes.get(..room).unwrap_or(bytes));
        if bytes.len() > room {
            self.is_full = true;
            return Err(io::ErrorKind::StorageFull.into());
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
