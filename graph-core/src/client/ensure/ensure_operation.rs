use std::fmt;
use std::future::{Future, IntoFuture};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use super::difference::Difference;
use super::ensure_error::{fixed_error, lookup_error, not_settled_error, unknown_address_error};
use super::ensured::Ensured;
use super::natural_key::{MAX_LOOKUPS, NaturalKey, NaturalKeyError};
use super::planned::{Action, Planned};
use super::step::{Step, StepFuture};
use crate::address::{Address, Collection};
use crate::client::graph_client::GraphClient;
use crate::client::list::key_of;
use crate::client::settle::own_names;
use crate::client::settle::{Pace, Polling};
use crate::context::OperationContext;
use crate::error::Error;
use crate::failure::ErrorKind;
use crate::query::{Property, QueryError};
use crate::request::{Method, Request};
use crate::response::{Created, Entity, Updated};
use crate::update::{PropertyBuilder as _, Resource, WriteBody};

/// How often an entity is looked up again after another client has changed it.
const MAX_CONFLICTS: u32 = 4;

impl GraphClient {
    /// Ensures that the collection has one entity with these properties.
    ///
    /// The operation looks the entity up by a property that `create` sets, such as its name: the *natural key*. If there is none, it creates the
    /// entity. If there is one, it sends the properties of `create` that differ, and nothing if none does. If there are several, it fails. So it
    /// can run any number of times; [`plan`](EnsureOperation::plan) returns what it would do.
    ///
    /// - Properties that `create` does not set are left as they are. Values are compared by their JSON text, and a changed complex value keeps the
    ///   members that `create` does not set. A collection whose elements differ is sent as a whole, with the members that `create` sets. Links (`bind_..`) are created with the entity, and not compared.
    /// - The update has the ETag of the entity that was read. If another client has changed it meanwhile (412), the entity is looked up again.
    /// - A creation with an unknown outcome, such as a broken connection, is never repeated. The entity is looked up again, several times: if it
    ///   exists then, the operation continues with it, and otherwise it fails with [`ErrorKind::Ambiguous`].
    /// - Services find text without case. An entity with exactly the wanted text comes first; one that differs in case or in blanks around it is taken
    ///   as the wanted one, too, and gets the wanted text.
    ///
    /// [`Run`](crate::plan::Run) plans and runs several of them.
    ///
    /// ```no_run
    /// use graph_core::{GraphClient, QueryExt as _, graph_resource};
    ///
    /// #[graph_resource(path = "/groups/{groupId}", odata_type = "#microsoft.graph.group")]
    /// struct Group {
    ///     #[graph(key)]
    ///     id: String,
    ///     display_name: Option<String>,
    ///     description: Option<String>,
    /// }
    ///
    /// # async fn run(graph: GraphClient) -> Result<(), graph_core::Error> {
    /// let staff = Group::create().display_name("All staff").description("All employees");
    /// let group = graph.ensure(Group::collection(), staff, |group| group.display_name.property()).await?;
    /// println!("{} has the id {}", group.planned(), group.id);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// - [`ErrorKind::Request`] if `create` does not set the natural key, if no filter can compare it, or if a property differs that only a creation
    ///   can set. Nothing is changed then.
    /// - [`ErrorKind::NotUnique`] if several entities have exactly the natural key or, if none has it, one that differs in case. Nothing is changed then.
    /// - [`ErrorKind::FilterIgnored`] if the service ignored the filter of the lookup. Nothing is changed then.
    /// - The errors of [`list`](Self::list), [`create`](Self::create) and [`update`](Self::update).
    pub fn ensure<T: Resource>(
        &self,
        collection: Collection<T>,
        create: T::Create,
        key: impl for<'a> FnOnce(&'a T) -> Property<'a>,
    ) -> EnsureOperation<T> {
        let wanted = create.__into_body();
        EnsureOperation {
            client: self.clone(),
            collection,
            key: NaturalKey::new(&wanted.to_json(), key),
            wanted,
            excepted: Ok(Vec::new()),
            ignores_create_only: false,
            is_settled: false,
            times: 2,
            deadline: self.inner.deadline,
            pace: Pace::default(),
        }
    }
}

/// Ensures that an entity exists; returned by [`GraphClient::ensure`].
#[must_use = "an operation does nothing until it is awaited"]
pub struct EnsureOperation<T> {
    client: GraphClient,
    collection: Collection<T>,
    wanted: WriteBody,
    key: Result<NaturalKey, NaturalKeyError>,
    /// The names of the properties that are not compared.
    excepted: Result<Vec<&'static str>, QueryError>,
    ignores_create_only: bool,
    is_settled: bool,
    /// How many lookups in a row must agree after a write.
    times: u32,
    deadline: Duration,
    pace: Pace,
}

/// What was sent before a lookup.
enum Sent {
    Nothing,
    /// The creation was reported, without the entity.
    Creation,
    /// The outcome of the creation is unknown.
    Unknown(Error),
}

impl<T: Resource + Send> EnsureOperation<T> {
    /// Leaves properties out of the comparison; a second call adds to the first.
    ///
    /// They are set when the entity is created, and not changed afterwards. It is for what the service never returns, such as a password, or returns
    /// in another form: it would differ, and be sent, in each run.
    ///
    /// ```no_run
    /// # use graph_core::{GraphClient, QueryExt as _, graph_complex, graph_resource};
    /// # #[graph_complex(odata_type = "#microsoft.graph.passwordProfile", tag = never)]
    /// # struct Password { password: Option<String> }
    /// # #[graph_resource(path = "/users/{userId}", odata_type = "#microsoft.graph.user")]
    /// # struct User { #[graph(key)] id: String, user_principal_name: Option<String>, password_profile: Option<Password> }
    /// # async fn run(graph: GraphClient, password: Password) -> Result<(), graph_core::Error> {
    /// let ada = User::create().user_principal_name("ada@contoso.com").password_profile(password);
    /// let ada = graph.ensure(User::collection(), ada, |user| user.user_principal_name.property());
    /// ada.except(|user| [user.password_profile.property()]).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn except<const N: usize>(mut self, properties: impl for<'a> FnOnce(&'a T) -> [Property<'a>; N]) -> Self {
        self.excepted = self.excepted.and_then(|mut names| {
            names.extend(own_names::<T, N>(properties)?);
            Ok(names)
        });
        self
    }

    /// Accepts other values of properties that only a creation can set: `#[graph(create_only)]` and `#[graph(expand)]`.
    ///
    /// Without this call they are an error, because an update cannot change them.
    pub fn ignore_create_only(mut self) -> Self {
        self.ignores_create_only = true;
        self
    }

    /// Looks the entity up after a change, until two lookups in a row, or [`times`](Self::times), find it as it should be.
    ///
    /// Then the next run finds it as well. An entity that needs no change is looked up as often.
    ///
    /// See [`Operation::settled`](crate::operation::Operation::settled).
    pub fn settled(mut self) -> Self {
        self.is_settled = true;
        self
    }

    /// Sets how many lookups in a row must agree after a change, if it is [`settled`](Self::settled). Defaults to 2; at least one is made.
    pub fn times(mut self, times: u32) -> Self {
        self.times = times.max(1);
        self
    }

    /// Sets the wait after the first lookup. Defaults to one second; each further wait is twice as long.
    pub fn interval(mut self, interval: Duration) -> Self {
        self.pace.interval = interval;
        self
    }

    /// Sets the maximum of the waits between two lookups. Defaults to 30 seconds.
    pub fn max_interval(mut self, interval: Duration) -> Self {
        self.pace.max_interval = interval;
        self
    }

    /// Sets how long all calls and waits together may take.
    ///
    /// Defaults to the [`deadline`](crate::GraphClientBuilder::deadline) of the client.
    pub fn deadline(mut self, deadline: Duration) -> Self {
        self.deadline = deadline;
        self
    }

    /// Returns what the operation would do. It looks the entity up, and changes nothing.
    ///
    /// # Errors
    /// The errors of [`GraphClient::ensure`], except for those of the writes.
    pub async fn plan(&self) -> Result<Planned, Error> {
        Ok(self.compare().await?.0)
    }

    /// Starts the operation, as awaiting it does.
    pub fn send(self) -> EnsureFuture<T>
    where
        T: 'static,
    {
        self.into_future()
    }

    /// Returns what the operation would do, and the entity as it is.
    pub(super) async fn compare(&self) -> Result<(Planned, Option<Ensured<T>>), Error> {
        let (key, context) = self.check()?;
        let found = self.look_up(key, self.deadline).await.map_err(|error| error.with_context(context))?;
        let Some(entity) = found else { return Ok((self.planned_creation(key), None)) };
        let planned = self.difference(&entity, key, context)?.planned;
        Ok((planned.clone(), Some(Ensured { planned, entity })))
    }

    pub(super) async fn ensure(&self) -> Result<Ensured<T>, Error> {
        let (key, context) = self.check()?;
        let mut polling = Polling::new(self.deadline, self.pace);
        let mut sent = Sent::Nothing;
        let mut conflicts = 0;
        let mut agreeing = 0;
        let ensured = loop {
            let found = self.look_up(key, polling.remaining()).await;
            if !matches!(sent, Sent::Nothing) {
                polling.count_read();
            }
            let before = match (found, sent) {
                (Ok(Some(before)), before_sent) => {
                    sent = before_sent;
                    before
                }
                (Ok(None), Sent::Nothing) => match self.create(polling.remaining()).await {
                    Ok(Created::Entity(entity)) => {
                        break Ensured { planned: self.planned_creation(key), entity };
                    }
                    Ok(Created::NoContent(_)) => {
                        sent = Sent::Creation;
                        continue;
                    }
                    Err(error) if error.kind() == ErrorKind::Ambiguous => {
                        sent = Sent::Unknown(error);
                        continue;
                    }
                    Err(error) => return Err(error),
                },
                (Ok(None), waiting) => {
                    let is_over = matches!(waiting, Sent::Unknown(_)) && polling.reads() >= MAX_LOOKUPS;
                    if is_over || !polling.wait(&self.client.inner).await {
                        return Err(not_found_error(&polling, waiting, context));
                    }
                    sent = waiting;
                    continue;
                }
                // what is unknown about the creation is more important than the failed lookup
                (Err(_), Sent::Unknown(error)) => return Err(error),
                (Err(error), Sent::Creation) => return Err(lookup_error(error, context)),
                (Err(error), Sent::Nothing) => return Err(error.with_context(context)),
            };
            let Difference { update, after, mut planned } = self.difference(&before, key, context)?;
            if !matches!(sent, Sent::Nothing) {
                planned = self.planned_creation(key);
            }
            if update.is_empty() {
                agreeing += 1;
                // a lookup that lags behind may show what was there before another change
                let is_confirmed = !self.is_settled || agreeing >= self.times;
                if is_confirmed || !matches!(sent, Sent::Nothing) {
                    break Ensured { planned, entity: before };
                }
                continue;
            }
            agreeing = 0;
            let address = self.address_of(&before, context)?;
            let operation = self.client.update(address, T::Update::__from_body(update));
            let operation = operation.if_match(before.etag()).deadline(polling.remaining());
            drop(before);
            match operation.await {
                Ok(Updated::Entity(entity)) => break Ensured { planned, entity },
                Ok(Updated::NoContent(info)) => break Ensured { planned, entity: Entity::new(after, info) },
                // an update that is not empty is sent
                Ok(Updated::Unchanged) => {}
                Err(error) if error.is_precondition_failed() && conflicts < MAX_CONFLICTS => {
                    conflicts += 1;
                    // the ETag of a read that lags behind is an old one
                    if conflicts > 1 && !polling.wait(&self.client.inner).await {
                        return Err(error);
                    }
                }
                Err(error) => return Err(error),
            }
        };
        if self.is_settled && ensured.planned.action() != Action::Unchanged {
            self.settle(key, context, &mut polling).await?;
        }
        Ok(ensured)
    }

    /// Checks what can be checked before a lookup.
    fn check(&self) -> Result<(&NaturalKey, OperationContext), Error> {
        let create = T::Create::__from_body(self.wanted.clone());
        let context = Request::post(self.collection.clone(), create)?.context().with_operation("ensure");
        let context = context.with_request(&Method::POST, None);
        if let Err(error) = &self.excepted {
            return Err(Error::from(error.clone()).with_context(context));
        }
        match &self.key {
            Ok(key) => Ok((key, context)),
            Err(error) => Err(Error::from(error.clone()).with_context(context)),
        }
    }

    async fn look_up(&self, key: &NaturalKey, deadline: Duration) -> Result<Option<Entity<T>>, Error> {
        let descriptor = T::DESCRIPTOR;
        let is_set = |name| self.wanted.properties().any(|set| set == name);
        let needs_completion =
            descriptor.properties().any(|property| property.is_on_request() && is_set(property.name()));
        key.look_up(&self.client, self.collection.clone(), needs_completion, deadline).await
    }

    async fn create(&self, deadline: Duration) -> Result<Created<T>, Error> {
        let create = T::Create::__from_body(self.wanted.clone());
        self.client.create(self.collection.clone(), create).deadline(deadline).await
    }

    /// Compares an entity with what it should be.
    fn difference(
        &self,
        before: &Entity<T>,
        key: &NaturalKey,
        context: OperationContext,
    ) -> Result<Difference<T>, Error> {
        let (difference, fixed) = Difference::new(before.value(), &self.wanted, self.excepted(), key.display())
            .map_err(|error| Error::from(error).with_context(context))?;
        if !fixed.is_empty() && !self.ignores_create_only {
            return Err(fixed_error(&fixed).with_context(context));
        }
        Ok(difference)
    }

    fn excepted(&self) -> &[&'static str] {
        self.excepted.as_deref().unwrap_or_default()
    }

    fn planned_creation(&self, key: &NaturalKey) -> Planned {
        Difference::<T>::creation(&self.wanted, key.display())
    }

    fn address_of(&self, entity: &T, context: OperationContext) -> Result<Address<T>, Error> {
        let address = key_of(entity).and_then(|key| self.collection.address_of(&key));
        address.ok_or_else(|| unknown_address_error().with_context(context))
    }

    /// Looks the entity up until it is as it should be.
    async fn settle(&self, key: &NaturalKey, context: OperationContext, polling: &mut Polling) -> Result<(), Error> {
        let mut in_a_row = 0;
        loop {
            let last = match self.look_up(key, polling.remaining()).await {
                Ok(Some(entity)) => {
                    let (difference, fixed) =
                        Difference::new(entity.value(), &self.wanted, self.excepted(), String::new())
                            .map_err(|error| Error::from(error).with_context(context))?;
                    let mut names: Vec<String> =
                        difference.planned.changes().iter().map(|change| change.name().to_owned()).collect();
                    if !self.ignores_create_only {
                        names.extend(fixed.into_iter().map(str::to_owned));
                    }
                    Some(names)
                }
                Ok(None) => None,
                Err(error) => return Err(lookup_error(error, context)),
            };
            polling.count_read();
            in_a_row = if last.as_ref().is_some_and(Vec::is_empty) { in_a_row + 1 } else { 0 };
            if in_a_row >= self.times {
                return Ok(());
            }
            if in_a_row > 0 {
                polling.restart();
            }
            if !polling.wait(&self.client.inner).await {
                return Err(not_settled_error(polling, last.as_deref()).with_context(context));
            }
        }
    }
}

#[cold]
fn not_found_error(polling: &Polling, sent: Sent, context: OperationContext) -> Error {
    match sent {
        Sent::Unknown(error) => error,
        Sent::Nothing | Sent::Creation => {
            let last = format!("{} did not find it", polling.last_read());
            polling.error("the entity was created, but it was not visible", last).with_context(context)
        }
    }
}

impl<T: Resource + Send> Step for EnsureOperation<T> {
    type Error = Error;

    fn plan(&self) -> StepFuture<'_, Error> {
        Box::pin(Self::plan(self))
    }

    fn apply(&self) -> StepFuture<'_, Error> {
        Box::pin(async move { Ok(self.ensure().await?.planned) })
    }
}

impl<T: Resource + Send + 'static> IntoFuture for EnsureOperation<T> {
    type Output = Result<Ensured<T>, Error>;
    type IntoFuture = EnsureFuture<T>;

    fn into_future(self) -> EnsureFuture<T> {
        EnsureFuture(Box::pin(async move { self.ensure().await }))
    }
}

impl<T> fmt::Debug for EnsureOperation<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("EnsureOperation")
            .field("collection", &self.collection)
            .field("properties", &self.wanted.properties().collect::<Vec<_>>())
            .field("ignores_create_only", &self.ignores_create_only)
            .field("is_settled", &self.is_settled)
            .field("times", &self.times)
            .field("deadline", &self.deadline)
            .field("pace", &self.pace)
            .finish_non_exhaustive()
    }
}

/// The future of an [`EnsureOperation`].
#[must_use = "futures do nothing until they are awaited"]
pub struct EnsureFuture<T>(Pin<Box<dyn Future<Output = Result<Ensured<T>, Error>> + Send>>);

impl<T> Future for EnsureFuture<T> {
    type Output = Result<Ensured<T>, Error>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(context)
    }
}

impl<T> fmt::Debug for EnsureFuture<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("EnsureFuture")
    }
}
