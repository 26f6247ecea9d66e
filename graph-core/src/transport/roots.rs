//! Certificate authorities that are trusted beside those of the system.

use std::error::Error as StdError;

use crate::error::Error;
use crate::failure::ErrorKind;

/// Certificates as they were given, not yet read.
#[derive(Default)]
pub(crate) struct Roots(Vec<Vec<u8>>);

impl Roots {
    pub(crate) fn add(&mut self, certificate: &[u8]) {
        self.0.push(certificate.to_vec());
    }

    /// An authority that cannot be read is an error: who trusts nobody by mistake would look for it elsewhere.
    pub(super) fn read(&self) -> Result<Vec<reqwest::Certificate>, Error> {
        let mut certificates = Vec::new();
        for given in &self.0 {
            let read = if given.windows(PEM.len()).any(|part| part == PEM) {
                reqwest::Certificate::from_pem_bundle(given)
            } else {
                reqwest::Certificate::from_der(given).map(|certificate| vec![certificate])
            };
            let read = read.map_err(unreadable)?;
            if read.is_empty() {
                return Err(Error::new(ErrorKind::Configuration, "a root certificate is PEM, but of something else"));
            }
            certificates.extend(read);
        }
        Ok(certificates)
    }
}

#[cold]
fn unreadable(error: impl StdError + Send + Sync + 'static) -> Error {
    Error::new(ErrorKind::Configuration, "a root certificate cannot be read").with_source(error)
}

/// How a PEM file of certificates is known.
const PEM: &[u8] = b"-----BEGIN ";
