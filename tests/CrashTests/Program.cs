using System.Globalization;

namespace CrashTests;

/// <summary>The test assembly as a program of its own: the child that the parent kills.</summary>
internal static class Program
{
    public const string WriteMode = "write-store";

    /// <summary>Takes the mode, the folder, the seed and the number of the first batch; writes until it is killed.</summary>
    public static async Task<int> Main(string[] arguments)
    {
        if (arguments is not [WriteMode, var folder, var seed, var first])
        {
            await Console.Error.WriteLineAsync("This is the child of a test: run `dotnet test`.");
            return 2;
        }

        await StoreWriter.RunAsync(folder, int.Parse(seed, CultureInfo.InvariantCulture), int.Parse(first, CultureInfo.InvariantCulture), Console.Out);
        return 0;
    }
}
