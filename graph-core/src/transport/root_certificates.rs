//! Certificate authorities that are trusted in addition to those of the system.

use std::error::Error as StdError;

use crate::error::Error;
use crate::failure::ErrorKind;

/// Certificates in PEM or DER, not yet parsed.
#[derive(Default)]
pub(crate) struct RootCertificates(Vec<Vec<u8>>);

impl RootCertificates {
    pub(crate) fn add(&mut self, certificate: &[u8]) {
        self.0.push(certificate.to_vec());
    }

    /// Parses the certificates.
    ///
    /// # Errors
    /// When one cannot be parsed: a certificate that is silently missing would be hard to find.
    pub(super) fn parse(&self) -> Result<Vec<reqwest::Certificate>, Error> {
        let mut certificates = Vec::new();
        for encoded in &self.0 {
            let parsed = if encoded.windows(PEM.len()).any(|part| part == PEM) {
                reqwest::Certificate::from_pem_bundle(encoded)
            } else {
                reqwest::Certificate::from_der(encoded).map(|certificate| vec![certificate])
            };
            let parsed = parsed.map_err(malformed)?;
            if parsed.is_empty() {
                return Err(Error::new(
                    ErrorKind::Configuration,
                    "a root certificate is PEM, but does not contain a certificate; expected `-----BEGIN CERTIFICATE-----`",
                ));
            }
            certificates.extend(parsed);
        }
        Ok(certificates)
    }
}

#[cold]
fn malformed(error: impl StdError + Send + Sync + 'static) -> Error {
    Error::new(ErrorKind::Configuration, "a root certificate cannot be parsed; expected PEM or DER").with_source(error)
}

/// The text that identifies PEM.
const PEM: &[u8] = b"-----BEGIN ";
