namespace Reminisce.VectorData.Native;

/// <summary>The native library refused an operation that our own checks had let through.</summary>
internal sealed class UsearchException : Exception
{
    public UsearchException(string operation, string nativeMessage)
        : base($"USearch could not {operation}: {nativeMessage}") => NativeMessage = nativeMessage;

    public UsearchException()
    {
        NativeMessage = Message;
    }

    public UsearchException(string message)
        : base(message) => NativeMessage = message;

    public UsearchException(string message, Exception innerException)
        : base(message, innerException) => NativeMessage = message;

    /// <summary>The library's own words.</summary>
    public string NativeMessage { get; }
}
