namespace ChatWithMemory.Tests;

/// <summary>A folder of its own for one test; removed at the end.</summary>
internal sealed class TempFolder : IDisposable
{
    public TempFolder() => Root = Directory.CreateTempSubdirectory("reminisce-chat-").FullName;

    public string Root { get; }

    public string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    public string Write(string name, byte[] bytes, DateTime? timeUtc = null)
    {
        var path = Path(name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
        File.SetLastWriteTimeUtc(path, timeUtc ?? new DateTime(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc));
        return path;
    }

    public string Write(string name, string text, DateTime? timeUtc = null) => Write(name, System.Text.Encoding.UTF8.GetBytes(text), timeUtc);

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
