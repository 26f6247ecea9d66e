//! Decompresses bodies as they arrive, up to a limit.

use std::io::{self, Write};

use flate2::write::MultiGzDecoder;

/// A decoder for gzip streams, which may have several members
/// ([RFC 1952, section 2.2](https://www.rfc-editor.org/rfc/rfc1952#section-2.2)).
pub(super) struct Gunzip {
    decoder: MultiGzDecoder<LimitedBuffer>,
    has_started: bool,
}

impl Gunzip {
    pub(super) fn new(limit: usize) -> Self {
        let sink = LimitedBuffer { bytes: Vec::new(), limit, is_full: false };
        Self { decoder: MultiGzDecoder::new(sink), has_started: false }
    }

    /// Decompresses a chunk. Returns `false` if the limit is exceeded.
    pub(super) fn push(&mut self, chunk: &[u8]) -> io::Result<bool> {
        self.has_started |= !chunk.is_empty();
        match self.decoder.write_all(chunk) {
            Err(_) if self.decoder.get_ref().is_full => Ok(false),
            outcome => outcome.map(|()| true),
        }
    }

    /// Decompresses the rest. Returns `false` if the limit is exceeded.
    ///
    /// # Errors
    /// When the end of the last member is missing.
    pub(super) fn finish(&mut self) -> io::Result<bool> {
        if !self.has_started {
            return Ok(true);
        }
        match self.decoder.try_finish() {
            Err(_) if self.decoder.get_ref().is_full => Ok(false),
            outcome => outcome.map(|()| true),
        }
    }

    /// Takes the bytes that have been decompressed so far.
    pub(super) fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.decoder.get_mut().bytes)
    }
}

/// A writer that fails when the limit is reached, which ends the decompression.
struct LimitedBuffer {
    bytes: Vec<u8>,
    limit: usize,
    is_full: bool,
}

impl Write for LimitedBuffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let remaining = self.limit.saturating_sub(self.bytes.len());
        self.bytes.extend_from_slice(bytes.get(..remaining).unwrap_or(bytes));
        if bytes.len() > remaining {
            self.is_full = true;
            return Err(io::ErrorKind::StorageFull.into());
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
