use std::marker::PhantomData;
use std::sync::Arc;

use super::sealed::Sealed;
use super::{DownloadOperation, Operation, OperationKind};
use crate::address::CallTarget;
use crate::client::call::SuccessfulResponse;
use crate::client::decode::{decode_nothing, decode_returned};
use crate::client::graph_client::GraphClient;
use crate::client::list::CallListOperation;
use crate::error::Error;
use crate::etag::IntoETag;
use crate::request::{Prefer, Request};
use crate::response::Called;
use crate::schema::{Callable, Many, One, Returned, Returns, Stream, Unbound};

/// Calls an action or a function that returns one value or nothing; returned by [`GraphClient::call`].
///
/// `R` is `()`, or [`One`] of the type of the value.
pub type CallOperation<R> = Operation<CallCallable<R>>;

/// The kind of a [`CallOperation`], whose output is [`Called`].
#[derive(Debug)]
pub struct CallCallable<R> {
    /// What errors call the value if its type does not have a name.
    name: &'static str,
    returns: PhantomData<fn() -> R>,
}

/// What an action or a function returns, as an operation.
///
/// It is a [`CallOperation`], a [`CallListOperation`] for a collection, or a [`DownloadOperation`] for bytes.
///
/// This trait is sealed: only this crate implements it.
pub trait CallOutput: Returns {
    /// What [`GraphClient::call`] returns.
    type Operation;

    #[doc(hidden)]
    fn __operation(graph: &GraphClient, request: Result<Request, Error>, name: &'static str) -> Self::Operation;
}

impl GraphClient {
    /// Calls an action or a function on an entity or a collection.
    ///
    /// The result is a [`CallOperation`], to be awaited; or a [`CallListOperation`] if a collection is returned, which is read like a
    /// list; or a [`DownloadOperation`] if bytes are returned.
    ///
    /// An action may do something twice when it is called twice, so the client never repeats it when the service may have processed it: the
    /// operation then fails with [`ErrorKind::Ambiguous`](crate::ErrorKind::Ambiguous), unless
    /// [`retryable`](CallOperation::retryable) is set. A function changes nothing, and is retried like any read.
    ///
    /// ```
    /// # use graph_core::{Cloud, GraphClient, graph_action, graph_function, graph_resource};
    /// # #[graph_resource(path = "/deviceManagement/managedDevices/{id}", odata_type = "#microsoft.graph.managedDevice")]
    /// # struct ManagedDevice { #[graph(key)] id: String }
    /// #[graph_action(name = "wipe", on = ManagedDevice, danger = destructive)]
    /// #[derive(Debug, Clone, Default)]
    /// struct Wipe {
    ///     keep_enrollment_data: Option<bool>,
    ///     mac_os_unlock_code: Option<String>,
    /// }
    ///
    /// let graph = GraphClient::builder(Cloud::Global).token("eyJ0eXAi").build()?;
    /// let wipe = Wipe { keep_enrollment_data: Some(true), ..Wipe::default() };
    /// let dry_run = graph.call(ManagedDevice::at("d"), wipe).dry_run()?;
    /// assert_eq!(dry_run.url(), "https://graph.microsoft.com/v1.0/deviceManagement/managedDevices/d/wipe");
    /// assert_eq!(dry_run.body(), r#"{"keepEnrollmentData":true}"#);
    /// # Ok::<(), graph_core::Error>(())
    /// ```
    ///
    /// # Errors
    /// The operation fails with an [`Error`] of any [`ErrorKind`](crate::ErrorKind). Before a request is sent, the address or a
    /// parameter of a function causes it.
    #[expect(clippy::needless_pass_by_value, reason = "callers create the value in the argument")]
    pub fn call<C: Callable, A: CallTarget<C::Binding>>(
        &self,
        target: A,
        callable: C,
    ) -> <C::Returns as CallOutput>::Operation
    where
        C::Returns: CallOutput,
    {
        let request = Request::call(C::DESCRIPTOR, Some(target.__into_target()), &callable);
        C::Returns::__operation(self, request, C::DESCRIPTOR.name())
    }

    /// Calls an action or a function that is not bound to a type: one with a `path` of its own.
    ///
    /// The result is that of [`call`](Self::call).
    ///
    /// ```
    /// # use graph_core::{Cloud, GraphClient, graph_function};
    /// #[graph_function(path = "/reports/getOffice365ActivationCounts", returns = String)]
    /// struct ActivationCounts;
    ///
    /// let graph = GraphClient::builder(Cloud::Global).token("eyJ0eXAi").build()?;
    /// let dry_run = graph.call_unbound(ActivationCounts).dry_run()?;
    /// assert_eq!(dry_run.url(), "https://graph.microsoft.com/v1.0/reports/getOffice365ActivationCounts");
    /// # Ok::<(), graph_core::Error>(())
    /// ```
    #[expect(clippy::needless_pass_by_value, reason = "as above")]
    pub fn call_unbound<C: Callable<Binding = Unbound>>(&self, callable: C) -> <C::Returns as CallOutput>::Operation
    where
        C::Returns: CallOutput,
    {
        let request = Request::call(C::DESCRIPTOR, None, &callable);
        C::Returns::__operation(self, request, C::DESCRIPTOR.name())
    }
}

impl<R> CallOperation<R> {
    /// Calls an action only if the entity still has this ETag.
    ///
    /// Otherwise the operation fails, and [`is_precondition_failed`](Error::is_precondition_failed) is true. Few services check it for
    /// actions.
    pub fn if_match(self, etag: impl IntoETag) -> Self {
        self.map_request(|request| request.if_match(etag))
    }

    /// Sets whether the response should contain the value.
    pub fn prefer(self, prefer: Prefer) -> Self {
        self.map_request(|request| request.prefer(prefer))
    }

    /// Sets whether the call is repeated even if the service may have processed it already; see [`Request::retryable`].
    ///
    /// Set it for an action that has the same effect when it is called twice. Defaults to `false` for actions, and to `true` for functions.
    pub fn retryable(self, retryable: bool) -> Self {
        self.map_request(|request| request.retryable(retryable))
    }

    /// Adds a query option, such as `$select`. Its value is percent-encoded.
    pub fn query(self, name: &str, value: &str) -> Self {
        self.map_request(|request| request.query(name, value))
    }
}

impl<R> Sealed for CallCallable<R> {}

impl OperationKind for CallCallable<()> {
    type Output = Called;

    fn decode(&self, response: SuccessfulResponse) -> Result<Called, Error> {
        decode_nothing(response)
    }
}

impl<T: Returned> OperationKind for CallCallable<One<T>> {
    type Output = Called<T>;

    fn decode(&self, response: SuccessfulResponse) -> Result<Called<T>, Error> {
        decode_returned(response, self.name)
    }
}

impl CallOutput for () {
    type Operation = CallOperation<()>;

    fn __operation(graph: &GraphClient, request: Result<Request, Error>, name: &'static str) -> CallOperation<()> {
        Operation::new(Arc::clone(&graph.inner), request, CallCallable { name, returns: PhantomData })
    }
}

impl<T: Returned> CallOutput for One<T> {
    type Operation = CallOperation<Self>;

    fn __operation(graph: &GraphClient, request: Result<Request, Error>, name: &'static str) -> CallOperation<Self> {
        Operation::new(Arc::clone(&graph.inner), request, CallCallable { name, returns: PhantomData })
    }
}

impl CallOutput for Stream {
    type Operation = DownloadOperation;

    fn __operation(graph: &GraphClient, request: Result<Request, Error>, _: &'static str) -> DownloadOperation {
        DownloadOperation::of(graph, request.map(Request::into_download))
    }
}

impl<T: Returned> CallOutput for Many<T> {
    type Operation = CallListOperation<T>;

    fn __operation(graph: &GraphClient, request: Result<Request, Error>, name: &'static str) -> CallListOperation<T> {
        CallListOperation::new(Arc::clone(&graph.inner), request, name)
    }
}
