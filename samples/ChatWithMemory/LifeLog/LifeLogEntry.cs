using Reminisce.Memory;

namespace ChatWithMemory.LifeLog;

/// <summary>One entry of the bundled life log; its time is relative to the day on which it is loaded.</summary>
internal sealed record LifeLogEntry
{
    public required int DaysAgo { get; init; }

    /// <summary>Local time of day, <c>HH:mm</c>.</summary>
    public required TimeOnly Time { get; init; }

    /// <summary>The note, or what stands in the picture.</summary>
    public required string Text { get; init; }

    /// <summary>The app or site it came from.</summary>
    public required string Source { get; init; }

    /// <summary>A file of the folder <c>pictures</c>, or nothing for a note.</summary>
    public string? Picture { get; init; }

    public string? Place { get; init; }

    public IReadOnlyList<string> People { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = [];

    public TrustTier Trust { get; init; } = TrustTier.User;
}
