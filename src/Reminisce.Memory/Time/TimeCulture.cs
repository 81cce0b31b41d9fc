using System.Globalization;

namespace Reminisce.Memory.Time;

/// <summary>How a culture reads dates.</summary>
internal static class TimeCulture
{
    /// <summary>Finds a culture that the system knows, or nothing.</summary>
    public static CultureInfo? Find(string name)
    {
        try
        {
            return string.IsNullOrWhiteSpace(name) ? null : CultureInfo.GetCultureInfo(name, predefinedOnly: true);
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }

    /// <summary>Tells whether 3/11 is the third month.</summary>
    public static bool IsMonthFirst(CultureInfo culture)
    {
        var pattern = culture.DateTimeFormat.ShortDatePattern;
        return pattern.IndexOf('M', StringComparison.Ordinal) is >= 0 and var month && month < pattern.IndexOf('d', StringComparison.Ordinal);
    }
}
