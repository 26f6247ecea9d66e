//! Public types implement the traits that their users need.

use std::error::Error as StdError;
use std::fmt::{Debug, Display};
use std::hash::Hash;

use graph_core::address::{Address, AddressError, Collection, Link, Links, Media, Reference};
use graph_core::credential::{
    AccessToken, DeviceCodeCredential, DeviceCodeCredentialBuilder, DeviceCodePrompt, EnvironmentCredential,
    SignInError, StaticToken, TokenCache, TokenFuture, TokenRequest,
};
use graph_core::error::{ErrorDetail, InnerError, Permissions, ServiceError, Support};
use graph_core::json::{DecodeError, ReadError};
use graph_core::operation::{
    CallCallable, CallListOperation, CallOperation, ChangeLink, CreateEntity, CreateOperation, DeleteEntity,
    DeleteOperation, Download, DownloadMedia, DownloadOperation, EntityStream, GetEntity, GetOperation, InvalidItems,
    LinkOperation, ListOperation, MediaStream, ModifyFuture, ModifyOperation, OperationFuture, PageStream,
    ParseResumeTokenError, ReplaceEntity, ReplaceOperation, ResumeToken, UpdateEntity, UpdateOperation, UploadMedia,
    UploadOperation,
};
use graph_core::operation::{
    CreateUnlessExistsFuture, CreateUnlessExistsOperation, EnsureFuture, EnsureOperation, SettleFuture,
    SettleOperation, UntilFuture, UntilOperation,
};
use graph_core::pacing::{Limit, Pacing};
use graph_core::plan::{Action, Ensured, Mode, Plan, Planned, PlannedChange, PlannedDetails, Run};
use graph_core::query::{CollectionCount, Expand, Filter, Order, Partial, Property, QueryError, Search};
use graph_core::request::{DryRun, Prefer, Request};
use graph_core::response::{
    Called, Created, CreatedUnlessExists, Deleted, Deprecation, Entity, Page, ResponseInfo, Settled, Updated, Uploaded,
};
use graph_core::retry::{FailedAttempt, RetryPolicy};
use graph_core::schema::{
    Access, CallableDescriptor, CallableKind, Danger, EdmType, EdmTypeInfo, EnumDescriptor, LinkDescriptor, Many,
    OnCollection, OnEntity, One, PathTemplate, Properties, PropertyDescriptor, Stream, Tag, TemplatePart,
    TypeDescriptor, Unbound, Version,
};
use graph_core::transport::{NewConnection, ResponseBody, Transport, TransportFuture};
use graph_core::update::{ForCreate, ForUpdate, UpdateError, WriteBody};
use graph_core::value::{
    DynamicPropertiesIntoIter, DynamicPropertiesIter, FlagsIntoIter, FlagsIter, ParseBinaryError, ParseDateError,
    ParseDateTimeOffsetError, ParseDecimalError, ParseDurationError, ParseGuidError, ParseTimeOfDayError,
    PropertyNameError,
};
use graph_core::{
    Binary, Cloud, CloudBuilder, CustomCloud, Date, DateTimeOffset, Decimal, Duration, DynamicProperties, ETag, Error,
    ErrorKind, Flags, GraphClient, GraphClientBuilder, Guid, Nullable, OnRequest, ParseETagError, TimeOfDay, Untyped,
    UntypedObject, graph_enum, graph_resource,
};
use serde::Serialize;
use serde::de::DeserializeOwned;

#[graph_enum]
#[derive(Debug, Clone, PartialEq)]
enum Color {
    Red,
    #[graph(other)]
    Other(String),
}

#[graph_resource(path = "/printers/{printerId}", odata_type = "#test.printer")]
#[derive(Debug, Clone, PartialEq)]
struct Printer {
    #[graph(key)]
    id: String,
}

/// Calls a function, which has bounds, for each type.
macro_rules! each {
    ($function:ident: $($type:ty),* $(,)?) => {
        $($function::<$type>();)*
    };
}

#[test]
fn public_types_are_shown_and_shared_between_threads() {
    fn is_shared<T: Debug + Send + Sync>() {}
    fn is_sent<T: Send>() {}
    each!(is_shared:
        CallCallable<()>, CallListOperation<String>, CallOperation<One<Printer>>, CallableDescriptor, CallableKind, Called, Danger,
        Many<Printer>, OnCollection<Printer>, OnEntity<Printer>, One<Printer>, Stream, Unbound,
        ChangeLink, CreateEntity<Printer>, CreateOperation<Printer>, Created<Printer>, ForCreate, ForUpdate, Link<Printer, Printer>,
        LinkDescriptor, LinkOperation, Links<Printer, Printer>, PrinterCreate, Reference<Printer>, ReplaceEntity<Printer>,
        ReplaceOperation<Printer>, AccessToken, Access, Address<Printer>, AddressError, Binary, Cloud, CloudBuilder, CustomCloud, Date,
        DateTimeOffset, Decimal, DecodeError, DeleteOperation<Printer>, Deleted, DownloadOperation, Media, UploadOperation, Uploaded, Deprecation, DeviceCodeCredential, DeviceCodeCredentialBuilder,
        DeviceCodePrompt, DryRun, Duration, DynamicProperties, DynamicPropertiesIntoIter, DynamicPropertiesIter<'_>,
        ETag, EdmType, EdmTypeInfo, Entity<Printer>, EnumDescriptor, EnvironmentCredential, Error, ErrorDetail,
        ErrorKind, FailedAttempt, Flags<Color>, FlagsIntoIter<Color>, FlagsIter<'_, Color>, GetOperation<Printer>,
        GraphClient, Guid, InnerError, Limit, NewConnection, Nullable<String>, Pacing,
        ParseBinaryError, ParseDateError, ParseDateTimeOffsetError, ParseDecimalError, ParseDurationError,
        ParseETagError, ParseGuidError, ParseTimeOfDayError, PathTemplate, Permissions, Prefer, PrinterUpdate,
        Properties, PropertyDescriptor, PropertyNameError, ReadError, Request, ResponseBody, ResponseInfo,
        RetryPolicy, ServiceError, SignInError, StaticToken, Support<'_>, Tag, TemplatePart, TimeOfDay, TokenCache,
        TokenRequest, Transport, TypeDescriptor, Untyped, UntypedObject, WriteBody, UpdateError,
        UpdateOperation<Printer>, Updated<Printer>, Version,
        Collection<Printer>, CollectionCount<'_>, Expand<'_, Printer>, Filter<'_>, InvalidItems, ListOperation<Printer>,
        OnRequest<String>, Order<'_>, Page<Printer>, ParseResumeTokenError, Partial<Printer>, Property<'_>, QueryError,
        ResumeToken, Search,
        Action, CreateUnlessExistsOperation<Printer>, CreatedUnlessExists<Printer>, EnsureOperation<Printer>, Ensured<Printer>, Mode, Plan, Planned, PlannedChange, PlannedDetails<'_>, Run,
        SettleOperation<UpdateEntity<Printer>>, Settled<Updated<Printer>>,
    );
    each!(is_sent:
        EntityStream<Printer>, PageStream<Printer>, GraphClientBuilder, ModifyFuture<'_, Printer>, ModifyOperation<'_, Printer>, OperationFuture<DeleteEntity<Printer>>, OperationFuture<DownloadMedia>, OperationFuture<UploadMedia>, Download, MediaStream, OperationFuture<GetEntity<Printer>>, OperationFuture<UpdateEntity<Printer>>, TokenFuture<'_>,
        TransportFuture,
        CreateUnlessExistsFuture<Printer>, EnsureFuture<Printer>, SettleFuture<Deleted>, UntilFuture<'_, Printer>, UntilOperation<'_, Printer>,
    );
}

#[test]
fn errors_can_be_boxed() {
    fn is_error<T: StdError + Send + Sync + 'static>() {}
    each!(is_error:
        AddressError, DecodeError, Error, ParseBinaryError, ParseDateError, ParseDateTimeOffsetError,
        ParseDecimalError, ParseDurationError, ParseETagError, ParseGuidError, ParseTimeOfDayError, PropertyNameError,
        ParseResumeTokenError, QueryError, ReadError, SignInError, UpdateError,
    );
}

#[test]
fn values_are_compared_hashed_displayed_and_serialized() {
    fn is_value<T: Clone + Eq + Hash + Display + Serialize + DeserializeOwned>() {}
    fn is_default<T: Default>() {}
    each!(is_value: Binary, Date, DateTimeOffset, Decimal, Duration, ETag, Flags<Color>, Guid, TimeOfDay);
    each!(is_default:
        Binary, Date, DateTimeOffset, Decimal, Duration, DynamicProperties, Flags<Color>, Guid, Nullable<Guid>, TimeOfDay,
        Untyped, UntypedObject,
    );
}

#[test]
fn collections_are_iterated_by_value_and_by_reference() {
    let mut colors: Flags<Color> = [Color::Red].into_iter().collect();
    colors.extend([Color::from("blue"), Color::Red]);
    let by_reference: Vec<Color> = (&colors).into_iter().collect();
    assert_eq!(by_reference, [Color::Red, Color::Other("blue".into())]);
    assert_eq!(colors.clone().into_iter().collect::<Vec<_>>(), by_reference);
    assert_eq!(colors.iter().collect::<Vec<_>>(), by_reference);
    let spaced: Flags<Color> = serde_json::from_str(r#"" red ,, blue,""#).expect("flags");
    assert_eq!(spaced.iter().collect::<Vec<_>>(), by_reference);
    assert_eq!(spaced.into_iter().collect::<Vec<_>>(), by_reference);

    let mut properties = DynamicProperties::new();
    for (name, value) in [("b", "2"), ("a", "1")] {
        properties.insert(name, value).expect("a name");
    }
    let by_reference: Vec<_> =
        (&properties).into_iter().map(|(name, value)| format!("{name}={}", value.as_str())).collect();
    assert_eq!(by_reference, ["a=\"1\"", "b=\"2\""]);
    assert_eq!(properties.iter().len(), 2);
    let owned: Vec<_> = properties.into_iter().map(|(name, value)| format!("{name}={}", value.as_str())).collect();
    assert_eq!(owned, by_reference);
}
