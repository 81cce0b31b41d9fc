using System.Globalization;

namespace CrashTests;

/// <summary>A number from the environment, which the long forms set.</summary>
internal static class CrashSetting
{
    public static int Read(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
