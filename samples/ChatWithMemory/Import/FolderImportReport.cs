namespace ChatWithMemory.Import;

/// <summary>What an import did.</summary>
internal sealed record FolderImportReport(int Added, int Duplicates, IReadOnlyList<SkippedFile> Skipped, TimeSpan Elapsed, bool Stopped)
{
    public double ItemsPerSecond => Elapsed > TimeSpan.Zero ? (Added + Duplicates) / Elapsed.TotalSeconds : 0;
}
