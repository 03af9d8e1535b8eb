package smithy

import (
	"maps"
	"slices"
)

// shapeKeys are the types of shapes, and the keys that a shape of each has
// beside its type, traits and mixins.
var shapeKeys = map[string][]string{
	"blob": nil, "boolean": nil, "string": nil, "byte": nil, "short": nil, "integer": nil, "long": nil,
	"float": nil, "double": nil, "bigInteger": nil, "bigDecimal": nil, "timestamp": nil, "document": nil,
	"enum": {"members"}, "intEnum": {"members"}, "structure": {"members"}, "union": {"members"},
	"list": {"member"}, "set": {"member"}, "map": {"key", "value"},
	"operation": {"input", "output", "errors"},
	"resource": {"identifiers", "properties", "create", "put", "read", "update", "delete", "list",
		"operations", "collectionOperations", "resources"},
	"service": {"version", "operations", "resources", "errors", "rename"},
}

func shapeTypes() []string { return slices.Sorted(maps.Keys(shapeKeys)) }

// prelude are the shapes that every document has, and their types.
var prelude = map[string]string{
	api + "String": "string", api + "Blob": "blob", api + "Boolean": "boolean", api + "Timestamp": "timestamp",
	api + "Document": "document", api + "Byte": "byte", api + "Short": "short", api + "Integer": "integer",
	api + "Long": "long", api + "Float": "float", api + "Double": "double", api + "BigInteger": "bigInteger",
	api + "BigDecimal": "bigDecimal", api + "PrimitiveBoolean": "boolean", api + "PrimitiveByte": "byte",
	api + "PrimitiveShort": "short", api + "PrimitiveInteger": "integer", api + "PrimitiveLong": "long",
	api + "PrimitiveFloat": "float", api + "PrimitiveDouble": "double", unit: "structure",
}

// unit is the shape of an input or output that is not there.
const unit = api + "Unit"

// preludeTraits are the traits of Smithy itself, without their namespace: all
// that a document can say, so that a misspelt one is told from one of the few
// that mean something here.
var preludeTraits = []string{
	"addedDefault", "auth", "authDefinition", "box", "clientOptional", "cors", "default", "deprecated", "documentation",
	"endpoint", "enum", "enumValue", "error", "examples", "externalDocumentation", "hostLabel", "http", "httpApiKeyAuth",
	"httpBasicAuth", "httpBearerAuth", "httpChecksumRequired", "httpDigestAuth", "httpError", "httpHeader", "httpLabel",
	"httpPayload", "httpPrefixHeaders", "httpQuery", "httpQueryParams", "httpResponseCode", "idRef", "idempotencyToken",
	"idempotent", "input", "internal", "jsonName", "length", "mediaType", "mixin", "nestedProperties", "noReplace",
	"notProperty", "optionalAuth", "output", "paginated", "pattern", "private", "property", "protocolDefinition", "range",
	"readonly", "recommended", "references", "required", "requestCompression", "requiresLength", "resourceIdentifier",
	"retryable", "sensitive", "since", "sparse", "streaming", "suppress", "tags", "timestampFormat", "title", "trait",
	"traitValidators", "uniqueItems", "unitReference", "unstable", "xmlAttribute", "xmlFlattened", "xmlName", "xmlNamespace",
}
