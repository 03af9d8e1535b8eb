"""The one exception by which an operation is rejected, and the most common of its codes."""


class ApiError(Exception):
    def __init__(self, code, message, status=400):
        super().__init__(code, message)
        self.code, self.message, self.status = code, message, status


def invalid(message):
    return ApiError("InvalidParameterValueException", message)
