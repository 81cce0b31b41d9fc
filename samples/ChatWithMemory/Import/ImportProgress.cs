namespace ChatWithMemory.Import;

/// <summary>How far an import is: files done of all, and how many the store has acknowledged.</summary>
internal sealed record ImportProgress(int Done, int Total, int Acknowledged);
