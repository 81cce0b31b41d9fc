namespace ChatWithMemory.Import;

/// <summary>A file that was not imported, and why.</summary>
internal sealed record SkippedFile(string Name, string Reason);
