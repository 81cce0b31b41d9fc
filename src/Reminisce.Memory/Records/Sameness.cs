using Reminisce.Memory.Storage;

namespace Reminisce.Memory.Records;

/// <summary>What makes two records one memory, whatever their source.</summary>
internal readonly record struct Sameness(string Content, long Time, MemoryScope Scope, int Trust)
{
    public static Sameness Of(MemoryRecord record) => new(record.ContentHash, record.OccurredAt, MemoryMapper.ScopeOf(record), record.Trust);
}
