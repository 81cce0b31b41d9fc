using System.Globalization;

namespace Reminisce.VectorData.Tests.Crash;

/// <summary>How much of the crash suites is run: a part by default, all of it with REMINISCE_CRASH_LONG=1.</summary>
internal static class CrashSettings
{
    /// <summary>Gets whether the long forms are wanted.</summary>
    public static bool IsLong => Environment.GetEnvironmentVariable("REMINISCE_CRASH_LONG") == "1";

    /// <summary>Gets the seed, 1 unless REMINISCE_CRASH_SEED names another.</summary>
    public static int Seed
        => int.TryParse(Environment.GetEnvironmentVariable("REMINISCE_CRASH_SEED"), NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : 1;

    /// <summary>Every how many cases one is run: all of them in the long form.</summary>
    public static int Every(int inShortForm) => IsLong ? 1 : inShortForm;
}
