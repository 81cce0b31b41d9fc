using System.Collections.Immutable;

namespace Reminisce.VectorData.Tests.Crash;

/// <summary>What one collection should hold. Immutable.</summary>
internal sealed record CollectionModel(bool HasExtra, ImmutableSortedDictionary<int, Entry> Rows)
{
    public static CollectionModel Empty { get; } = new(false, ImmutableSortedDictionary<int, Entry>.Empty);

    public override string ToString() => $"{(HasExtra ? "with" : "without")} Extra\n{string.Join("\n", Rows.Values)}";
}
