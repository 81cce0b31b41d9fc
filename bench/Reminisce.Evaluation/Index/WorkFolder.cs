namespace Reminisce.Evaluation;

/// <summary>A temporary folder, deleted with everything in it.</summary>
internal sealed class WorkFolder : IDisposable
{
    private WorkFolder(string path) => Path = path;

    public string Path { get; }

    /// <summary>Creates it where there is room for what the suite will write.</summary>
    /// <exception cref="IOException">The disk has too little room.</exception>
    public static WorkFolder Create(IndexOptions options)
    {
        // The store and the bare database with the vectors and the log, and two snapshots while one replaces the other.
        var needed = ((long)options.Rows + options.CompareRows) * ((4L * options.Dimensions * sizeof(float)) + (2L * options.Dimensions * sizeof(short)) + 2048);
        var free = new DriveInfo(options.Work).AvailableFreeSpace;
        return free >= needed
            ? new WorkFolder(Directory.CreateDirectory(System.IO.Path.Combine(options.Work, $"reminisce-index-{Guid.NewGuid():n}")).FullName)
            : throw new IOException($"{options.Work} has {free >> 20} MB free, and the suite may need {needed >> 20} MB: give another folder with --work, or fewer --rows.");
    }

    public string Sub(string name) => System.IO.Path.Combine(Path, name);

    public static long Bytes(string folder) => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
