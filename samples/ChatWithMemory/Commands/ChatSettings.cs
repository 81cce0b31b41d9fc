namespace ChatWithMemory.Commands;

/// <summary>What the command line asks for.</summary>
internal sealed record ChatSettings
{
    public required string Store { get; init; }

    public required TimeZoneInfo TimeZone { get; init; }

    public DateTimeOffset? Now { get; init; }

    public string? Ask { get; init; }

    public bool Json { get; init; }

    public string? Import { get; init; }

    public string? Watch { get; init; }

    public bool Sweep { get; init; }

    public bool DryRun { get; init; }

    public Guid? Undo { get; init; }

    public bool Stats { get; init; }

    public string? Pack { get; init; }

    public string? Ollama { get; init; }

    public bool NoLifeLog { get; init; }

    public bool Verbose { get; init; }
}
