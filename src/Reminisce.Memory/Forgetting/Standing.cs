using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Forgetting;

/// <summary>The part of a record that sweeps move.</summary>
/// <param name="State">The state.</param>
/// <param name="GistId">The memory that stands for it, or an empty string.</param>
/// <param name="Members">The memories it stands for; empty for none.</param>
internal sealed record Standing(MemoryState State, string GistId, IReadOnlyList<string> Members)
{
    public static Standing Of(MemoryRecord record) => new((MemoryState)record.State, record.GistId, [.. record.Members]);

    public void ApplyTo(MemoryRecord record)
    {
        record.State = (int)State;
        record.GistId = GistId;
        record.Members = [.. Members];
        MemoryMapper.SetSpan(record);
    }

    public bool IsOf(MemoryRecord record) =>
        record.State == (int)State && record.GistId == GistId && record.Members.SequenceEqual(Members);
}
