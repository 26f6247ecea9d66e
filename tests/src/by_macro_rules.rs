//! Declarations inside `macro_rules!`, for which other lints apply.

macro_rules! resource {
    ($(#[$meta:meta])* $name:ident, $path:literal, $odata:literal, { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$meta])*
        #[graph_core::graph_resource(path = $path, odata_type = $odata)]
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name {
            $($(#[$field_meta])* pub $field: $type,)*
        }
    };
}

resource! {
    /// An event.
    Event, "/events/{eventId}", "#microsoft.graph.event", {
        /// Key of the entity.
        #[graph(key)]
        id: String,
        /// The subject.
        subject: Option<String>,
        /// Whether it lasts all day.
        is_all_day: bool,
        /// The recipients.
        to_recipients: Vec<String>,
        /// A name of a method of `std::ops::Add`.
        add: i32,
        /// A name of a method of `std::ops::Not`.
        not: Option<String>,
        /// A name with the prefix of a borrowed conversion.
        as_what: Option<i32>,
        /// A name with the prefix of a constructor.
        from_where: Option<i32>,
        /// The start.
        start: Option<graph_core::DateTimeOffset>,
        /// The availability during the event.
        show_as: FreeBusy,
    }
}

macro_rules! enumeration {
    ($(#[$meta:meta])* $name:ident { $($(#[$variant_meta:meta])* $variant:ident,)* }) => {
        $(#[$meta])*
        #[graph_core::graph_enum]
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum $name {
            $($(#[$variant_meta])* $variant,)*
            /// A member that is not declared, as it is on the wire.
            #[graph(other)]
            Other(String),
        }
    };
}

enumeration! {
    /// The availability of a user.
    FreeBusy {
        /// Free.
        Free,
        /// Busy.
        Busy,
    }
}

macro_rules! whole {
    () => {
        /// A size.
        #[graph_core::graph_complex(odata_type = "#microsoft.graph.size")]
        #[derive(Debug)]
        pub struct Size {
            /// The width.
            pub width: i32,
            /// The dynamic properties.
            #[graph(dynamic_properties)]
            pub dynamic_properties: graph_core::DynamicProperties,
        }

        /// A size or a derived type.
        #[graph_core::graph_union]
        #[derive(Debug)]
        pub enum AnySize {
            /// A size.
            Size(Size),
            /// A derived type that is not declared.
            #[graph(other)]
            Other(graph_core::UntypedObject),
        }

        #[graph_core::graph_complex(odata_type = "#microsoft.graph.hiddenSize")]
        pub(crate) struct HiddenSize {
            pub is_wide: bool,
            to_height: Option<i32>,
        }

        #[graph_core::graph_union]
        enum HiddenAnySize {
            #[graph(base)]
            Size(HiddenSize),
            #[graph(other)]
            Other(graph_core::UntypedObject),
        }

        /// Declared by a macro without input.
        #[graph_core::graph_resource(path = "/files/{fileId}", odata_type = "#test.file", update = AttachmentPatch)]
        #[derive(Debug)]
        pub struct Attachment {
            /// Key of the entity.
            #[graph(key)]
            pub id: String,
            /// The size in bytes.
            pub size: i32,
            /// The name.
            pub name: Option<String>,
            /// A name that is also a method of `From`.
            pub from: Option<i32>,
        }

        #[graph_core::graph_resource(path = "/notes/{noteId}", odata_type = "#microsoft.graph.note")]
        pub(crate) struct Note {
            #[graph(key)]
            pub id: String,
            pub text: Option<String>,
            size: Option<HiddenAnySize>,
            pub is_new: bool,
            pub to_list: Vec<String>,
            pub into_list: Option<i32>,
            pub as_list: Vec<String>,
            pub from_list: i32,
            pub not: i32,
            pub neg: Option<String>,
            pub add: Option<i32>,
            pub new: i32,
        }
    };
}

whole!();

pub(crate) fn used(json: &str) -> Option<String> {
    let note: Note = graph_core::json::from_str(json).ok()?;
    let update: NoteUpdate = Note::update().text(note.text.as_deref().or(Some(&*note.id)));
    let is_wide = match note.size {
        Some(HiddenAnySize::Size(size)) => size.is_wide,
        Some(HiddenAnySize::Other(_)) | None => false,
    };
    Some(format!("{update:?} {is_wide}"))
}
