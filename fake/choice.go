package fake

// A Choice is one of the answers that could be defended where the
// documentation of an API is silent, e.g. "kept". The empty one stands for the
// answer that the model gives.
type Choice string
