using System.Globalization;

namespace Reminisce.Evaluation;

/// <summary>Physical memory of this process, managed and native together, as Linux counts it.</summary>
internal static class ProcessMemory
{
    /// <summary>Megabytes resident now; null where the system does not say.</summary>
    public static double? ResidentMegabytes => Read("VmRSS:");

    /// <summary>Most megabytes resident since the start or since <see cref="TryResetPeak"/>; null where the system does not say.</summary>
    public static double? PeakMegabytes => Read("VmHWM:");

    /// <summary>Frees what can be freed and lets the peak begin anew; false where the system does not allow it.</summary>
    public static bool TryResetPeak()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        try
        {
            File.WriteAllText("/proc/self/clear_refs", "5");
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"The memory peak cannot be reset here ({error.Message}); it covers the whole run.");
            return false;
        }
    }

    private static double? Read(string name)
    {
        const string Status = "/proc/self/status";
        var line = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal)) : null;
        return line is null ? null : double.Parse(line[name.Length..].Replace("kB", string.Empty, StringComparison.Ordinal), CultureInfo.InvariantCulture) / 1024;
    }
}
