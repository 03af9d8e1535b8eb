"""The one exception by which an operation is refused."""


class ApiError(Exception):
    def __init__(self, code, message, status=400):
        super().__init__(code, message)
        self.code, self.message, self.status = code, message, status
