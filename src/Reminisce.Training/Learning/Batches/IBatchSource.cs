using Microsoft.ML.OnnxRuntime;

namespace Reminisce.Training.Learning.Batches;

/// <summary>Gives the data of each step.</summary>
/// <remarks>A step's data follows from the seed and its number alone, so a resumed run sees what the unbroken one would have.</remarks>
internal interface IBatchSource : IDisposable
{
    /// <summary>The data of a step; the values stay the source's and hold until the next call.</summary>
    IReadOnlyDictionary<string, OrtValue> Get(long step);
}
