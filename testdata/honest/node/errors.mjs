// The one exception by which an operation is rejected. The names of errors live in the namespace of who raises them.

export class ApiError extends Error {
  constructor(code, message, { status = 400, namespace = 'com.amazonaws.starling.dove' } = {}) {
    super(message);
    Object.assign(this, { code, status, namespace });
  }
}

export const invalid = (message) => new ApiError('InvalidParameterValueException', message);

// Public replies of AWS's front end name it, and have no message.
export const unreadable = () =>
  new ApiError('SerializationException', undefined, { namespace: 'com.amazon.coral.service' });
