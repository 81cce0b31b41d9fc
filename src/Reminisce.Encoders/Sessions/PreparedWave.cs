using Microsoft.Extensions.AI;
using Microsoft.ML.OnnxRuntime;

namespace Reminisce.Encoders;

/// <summary>Items of one tower turned into its input, in the order in which they run; those that could not be are left out.</summary>
internal abstract class PreparedWave(IReadOnlyList<int> items, IReadOnlyList<KeyValuePair<int, Exception>> failures) : IDisposable
{
    /// <summary>Gets the callers' positions of the items, in running order.</summary>
    public IReadOnlyList<int> Items { get; } = items;

    /// <summary>Gets the callers' positions of items that could not be prepared, and why.</summary>
    public IReadOnlyList<KeyValuePair<int, Exception>> Failures { get; } = failures;

    /// <summary>Gets the real tokens of an item.</summary>
    /// <param name="position">Its place in running order.</param>
    public abstract int LengthOf(int position);

    /// <summary>Tells whether the tower takes only the beginning of an item.</summary>
    /// <param name="position">Its place in running order.</param>
    public abstract bool IsTruncated(int position);

    /// <summary>Gets the first stage's input for items next to each other. It stays the wave's.</summary>
    public abstract OrtValue InputOf(int start, int count, int tokens);

    public abstract void Dispose();
}
