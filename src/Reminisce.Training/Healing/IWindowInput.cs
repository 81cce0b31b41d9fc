using Microsoft.ML.OnnxRuntime;

namespace Reminisce.Training.Healing;

/// <summary>Gives what the first stage of a window reads.</summary>
/// <remarks>Not thread-safe; owns what it gives out.</remarks>
internal interface IWindowInput : IDisposable
{
    /// <summary>The input of some items in a step; it holds until the next call.</summary>
    OrtValue Get(IReadOnlyList<int> items, long step);

    /// <summary>Shape of a batch's input.</summary>
    long[] InputShape(int count);

    /// <summary>Shape of a batch's states, which every stage gives.</summary>
    long[] StateShape(int count);
}
