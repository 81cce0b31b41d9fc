using Microsoft.Extensions.VectorData;
using Reminisce.Encoders;

namespace ChatWithMemory.Hosting;

/// <summary>Words a failure as one sentence for the person.</summary>
internal static class ErrorText
{
    private const int LinuxNoSpace = 28;
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int SqliteFull = 13;

    public static string Of(Exception exception, string storePath)
    {
        if (Chain(exception).Any(IsDiskFull))
        {
            return $"The disk of the store {storePath} is full: free some space and run the same command again; what was acknowledged is kept.";
        }

        var known = Chain(exception).FirstOrDefault(one => one is UserErrorException or VectorStoreException or ModelPackException or IOException
            or UnauthorizedAccessException or InvalidDataException or ArgumentException or InvalidOperationException or HttpRequestException);
        var text = FirstLine((known ?? exception).Message);
        return known is not null ? text : $"{text} ({exception.GetType().Name}; run again with --verbose for details)";
    }

    private static bool IsDiskFull(Exception exception) => exception switch
    {
        IOException io => io.HResult is LinuxNoSpace or WindowsDiskFull,
        System.Data.Common.DbException database => database.GetType().GetProperty("SqliteErrorCode")?.GetValue(database) is SqliteFull,
        _ => false,
    };

    private static IEnumerable<Exception> Chain(Exception exception)
    {
        for (var current = exception; current is not null; current = current.InnerException)
        {
            yield return current;
        }
    }

    private static string FirstLine(string message) => message.ReplaceLineEndings("\n").Split('\n', 2)[0];
}
