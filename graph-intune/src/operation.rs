use std::fmt;
use std::future::{Future, IntoFuture};
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use graph_core::GraphClient;
use graph_core::address::Address;
use graph_core::schema::Readable;

use crate::applied::AppliedAssignments;
use crate::assignable::AssignableType;
use crate::assignment::Assignment;
use crate::call::{Calls, Subject};
use crate::edits::Edits;
use crate::error::{AssignmentError, AssignmentErrorKind};
use crate::list::AssignmentList;
use crate::plan::AssignmentPlan;
use crate::settling::Settling;
use crate::target::Target;

/// Adds [`assignments`](Self::assignments) to [`GraphClient`].
pub trait AssignmentsExt: sealed::Sealed {
    /// Reads and changes the assignments of the entity at `address`.
    ///
    /// The type is found by the OData type of the declaration; see [`AssignableType`].
    ///
    /// ```no_run
    /// use graph_core::{GraphClient, graph_resource};
    /// use graph_intune::{AssignmentError, AssignmentsExt as _, Target};
    ///
    /// #[graph_resource(
    ///     path = "/deviceManagement/deviceCompliancePolicies/{deviceCompliancePolicyId}",
    ///     odata_type = "#microsoft.graph.windows10CompliancePolicy",
    /// )]
    /// struct Policy {
    ///     #[graph(key)]
    ///     id: String,
    ///     display_name: Option<String>,
    /// }
    ///
    /// # async fn run(graph: GraphClient, policy: &str, staff: &str, interns: &str) -> Result<(), AssignmentError> {
    /// let change = graph.assignments(Policy::at(policy)).add(Target::group(staff)).add(Target::exclude_group(interns));
    /// println!("{}", change.plan().await?);
    /// let applied = change.apply().await?;
    /// assert!(applied.assignments().contains(&Target::group(staff)));
    /// # Ok(())
    /// # }
    /// ```
    fn assignments<T: Readable>(&self, address: Address<T>) -> AssignmentsOperation<T>;

    /// Does the same for a type that is derived from `assignable`, even if [`AssignableType::of`] does not know it.
    fn assignments_as<T: Readable>(
        &self,
        assignable: &'static AssignableType,
        address: Address<T>,
    ) -> AssignmentsOperation<T>;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for graph_core::GraphClient {}
}

impl AssignmentsExt for GraphClient {
    fn assignments<T: Readable>(&self, address: Address<T>) -> AssignmentsOperation<T> {
        AssignmentsOperation::new(self, AssignableType::of(T::ENTITY.odata_type()), &address)
    }

    fn assignments_as<T: Readable>(
        &self,
        assignable: &'static AssignableType,
        address: Address<T>,
    ) -> AssignmentsOperation<T> {
        AssignmentsOperation::new(self, Some(assignable), &address)
    }
}

/// Reads and changes the assignments of one entity as a set; returned by [`AssignmentsExt::assignments`].
///
/// [`add`](Self::add), [`remove`](Self::remove) and [`replace`](Self::replace) say how the set should be. [`apply`](Self::apply), or awaiting the
/// operation, sends what differs; the [crate documentation](crate#how-a-change-is-made) describes how. [`plan`](Self::plan) returns what would be
/// sent.
#[must_use = "the assignments do not change until the operation is awaited"]
pub struct AssignmentsOperation<T> {
    client: GraphClient,
    subject: Result<Subject, AssignmentError>,
    edits: Edits,
    if_unchanged: Option<AssignmentList>,
    settling: Settling,
    deadline: Duration,
    max_attempts: u32,
    resource: PhantomData<fn() -> T>,
}

impl<T: Readable> AssignmentsOperation<T> {
    fn new(client: &GraphClient, assignable: Option<&'static AssignableType>, address: &Address<T>) -> Self {
        let subject = match (assignable, address.path()) {
            (None, _) => Err(not_assignable(T::ENTITY.name())),
            (Some(assignable), Ok(path)) => {
                Ok(Subject { assignable, version: T::ENTITY.version(), path: path.to_owned() })
            }
            (Some(assignable), Err(error)) => {
                let message = "the address is not valid, so nothing was sent";
                Err(AssignmentError::graph(message, error.into()).about(assignable.name()))
            }
        };
        Self {
            client: client.clone(),
            subject,
            edits: Edits::default(),
            if_unchanged: None,
            settling: Settling::new(),
            deadline: DEFAULT_DEADLINE,
            max_attempts: DEFAULT_MAX_ATTEMPTS,
            resource: PhantomData,
        }
    }

    /// Adds a target, or gives the assignment that it has this filter and these properties.
    ///
    /// Of several calls of `add` and [`remove`](Self::remove) for one target, the last one counts.
    ///
    /// A target without a filter removes the filter of an existing assignment. All other assignments stay as they are.
    #[expect(clippy::should_implement_trait, reason = "it adds to a set, and is never called with `+`")]
    pub fn add(mut self, assignment: impl Into<Assignment>) -> Self {
        self.edits.add(assignment.into());
        self
    }

    /// Removes a target, whatever its filter and properties are.
    ///
    /// An assignment that comes from a policy set stays, because only the policy set can change it.
    pub fn remove(mut self, target: Target) -> Self {
        self.edits.remove(target);
        self
    }

    /// Removes all targets that are not in `assignments`, and adds those that are missing.
    ///
    /// It replaces what `add` and `remove` said before. Targets that are assigned already keep the properties that are not set here. It removes
    /// targets of others, too: look at the [`plan`](Self::plan), and pass [`before`](AssignmentPlan::before) to [`if_unchanged`](Self::if_unchanged).
    pub fn replace<A: Into<Assignment>>(mut self, assignments: impl IntoIterator<Item = A>) -> Self {
        self.edits.replace(assignments.into_iter().map(Into::into).collect());
        self
    }

    /// Fails with [`AssignmentErrorKind::Changed`], before anything is sent, if the assignments are no longer these.
    ///
    /// Use it if what to add or remove was decided by the assignments that were read. Without it, the change is made to whatever the
    /// assignments are then.
    pub fn if_unchanged(mut self, assignments: &AssignmentList) -> Self {
        self.if_unchanged = Some(assignments.clone());
        self
    }

    /// Sets how long all calls together may take. Defaults to 5 minutes.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Sets how often in a row the assignments must read back as they should be. Defaults to 2, at least 1.
    ///
    /// Servers with different states may respond in turn.
    pub fn times(mut self, times: u32) -> Self {
        self.settling.times = times.max(1);
        self
    }

    /// Sets how long the assignments are read back at least, and how long `assign` may take. Defaults to 10 seconds.
    ///
    /// All programs that change the same assignments need the same window, or a longer one: the
    /// [crate documentation](crate#several-programs) says why.
    pub fn window(mut self, window: Duration) -> Self {
        self.settling.window = window;
        self
    }

    /// Reads the assignments back without a window, because no other program changes them.
    pub fn sole_writer(mut self) -> Self {
        self.settling.window = Duration::ZERO;
        self
    }

    /// Sets the wait before the assignments are read back for the first time. Defaults to a quarter of a second.
    ///
    /// Each further wait is twice as long. A random part of at most a half is left out of each.
    pub fn interval(mut self, interval: Duration) -> Self {
        self.settling.interval = interval;
        self
    }

    /// Sets the maximum of the waits between two reads. Defaults to 4 seconds.
    pub fn max_interval(mut self, interval: Duration) -> Self {
        self.settling.max_interval = interval;
        self
    }

    /// Sets how often the assignments are sent at most if other programs change them each time. Defaults to 10.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// Sets where the random part of the waits starts, so that a test can repeat them. Defaults to a random number.
    pub fn seed(mut self, seed: u64) -> Self {
        self.settling.set_seed(seed);
        self
    }

    /// Reads the assignments.
    ///
    /// # Errors
    /// [`AssignmentErrorKind::NotAssignable`], [`Graph`](AssignmentErrorKind::Graph) and [`Decode`](AssignmentErrorKind::Decode).
    pub async fn read(&self) -> Result<AssignmentList, AssignmentError> {
        self.calls()?.read().await
    }

    /// Reads the assignments, and returns what [`apply`](Self::apply) would change. Nothing is changed.
    ///
    /// # Errors
    /// The errors of [`read`](Self::read), and [`AssignmentErrorKind::Request`].
    pub async fn plan(&self) -> Result<AssignmentPlan, AssignmentError> {
        let calls = self.calls()?;
        let assignable = calls.subject.assignable;
        let about = |error: AssignmentError| error.about(assignable.name());
        self.edits.check(assignable, calls.subject.version).map_err(about)?;
        let before = calls.read().await?;
        let after = self.edits.apply(&before, assignable).map_err(about)?;
        Ok(AssignmentPlan::new(assignable.name(), before, &after))
    }

    /// Makes the change, as awaiting the operation does.
    ///
    /// Nothing is sent if nothing changes.
    ///
    /// # Errors
    /// All kinds of [`AssignmentErrorKind`].
    pub fn apply(self) -> ApplyFuture {
        self.into_future()
    }

    /// Returns the same operation, to be applied.
    pub(crate) fn copy(&self) -> Self {
        Self {
            client: self.client.clone(),
            subject: self.subject.as_ref().map_err(AssignmentError::copy).cloned(),
            edits: self.edits.clone(),
            if_unchanged: self.if_unchanged.clone(),
            settling: self.settling.clone(),
            deadline: self.deadline,
            max_attempts: self.max_attempts,
            resource: PhantomData,
        }
    }

    fn calls(&self) -> Result<Calls, AssignmentError> {
        Ok(Calls::new(
            self.client.clone(),
            self.subject.as_ref().map_err(AssignmentError::copy)?.clone(),
            self.deadline,
        ))
    }
}

impl<T: Readable> IntoFuture for AssignmentsOperation<T> {
    type Output = Result<AppliedAssignments, AssignmentError>;
    type IntoFuture = ApplyFuture;

    fn into_future(self) -> ApplyFuture {
        let Self { client, subject, edits, if_unchanged, settling, deadline, max_attempts, .. } = self;
        ApplyFuture(Box::pin(async move {
            let subject = subject?;
            let name = subject.assignable.name();
            let calls = Calls::new(client, subject, deadline);
            let change = crate::apply::Change { calls, edits, if_unchanged, settling, max_attempts };
            change.apply().await.map_err(|error| error.about(name))
        }))
    }
}

impl<T> fmt::Debug for AssignmentsOperation<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("AssignmentsOperation")
            .field("type", &self.subject.as_ref().ok().map(|subject| subject.assignable.name()))
            .field("edits", &self.edits)
            .field("deadline", &self.deadline)
            .finish_non_exhaustive()
    }
}

/// The future of an [`AssignmentsOperation`].
#[must_use = "futures do nothing until they are awaited"]
pub struct ApplyFuture(Pin<Box<dyn Future<Output = Result<AppliedAssignments, AssignmentError>> + Send>>);

impl Future for ApplyFuture {
    type Output = Result<AppliedAssignments, AssignmentError>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(context)
    }
}

impl fmt::Debug for ApplyFuture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ApplyFuture")
    }
}

#[cold]
fn not_assignable(name: &str) -> AssignmentError {
    let names: Vec<_> = AssignableType::all().map(|known| format!("`{}`", known.name())).collect();
    let message = format!(
        "`{name}` is not known to have an action `assign` with a list of assignments; these types and those derived from them have one: {}; \
         for a newer derived type, use `assignments_as`",
        names.join(", ")
    );
    AssignmentError::new(AssignmentErrorKind::NotAssignable, message)
}

/// That of a call of `graph-core`.
const DEFAULT_DEADLINE: Duration = Duration::from_secs(300);
const DEFAULT_MAX_ATTEMPTS: u32 = 10;
