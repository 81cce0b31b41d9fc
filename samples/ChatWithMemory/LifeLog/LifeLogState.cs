using System.Globalization;

namespace ChatWithMemory.LifeLog;

/// <summary>Which day the life log was loaded for, and whether all of it is in; a file beside the store.</summary>
/// <remarks>A load that was interrupted goes on for the same day, so that nothing comes in twice.</remarks>
internal sealed record LifeLogState(DateOnly Today, bool Complete)
{
    private const string FileName = "lifelog.state";
    private const string Day = "yyyy-MM-dd";

    public static LifeLogState? Read(string storePath)
    {
        var path = Path.Combine(storePath, FileName);
        if (!File.Exists(path))
        {
            return null;
        }

        var parts = File.ReadAllText(path).Trim().Split(' ');
        return parts.Length == 2 && DateOnly.TryParseExact(parts[0], Day, CultureInfo.InvariantCulture, DateTimeStyles.None, out var today)
            ? new LifeLogState(today, parts[1] == "complete")
            : null;
    }

    public void Write(string storePath)
    {
        Directory.CreateDirectory(storePath);
        var path = Path.Combine(storePath, FileName);
        var next = path + ".new";
        File.WriteAllText(next, string.Create(CultureInfo.InvariantCulture, $"{Today.ToString(Day, CultureInfo.InvariantCulture)} {(Complete ? "complete" : "loading")}\n"));
        File.Move(next, path, overwrite: true);
    }
}
