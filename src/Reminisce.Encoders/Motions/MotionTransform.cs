namespace Reminisce.Encoders;

/// <summary>How a motion recording becomes a tensor: rate, span, and the mean and deviation of each axis.</summary>
/// <remarks>Immutable.</remarks>
internal sealed record MotionTransform : ITowerInput
{
    public const int Axes = 6;
    private const string Kind = "MotionFeatureExtractor";

    public string Name => GraphContract.MotionValues;

    public IReadOnlyList<int> Shape => [Axes, Samples];

    /// <summary>Gets the grid points a second.</summary>
    public required int SampleRate { get; init; }

    /// <summary>Gets the grid points of the window; longer recordings are cut there, shorter ones filled up with zeros.</summary>
    public required int Samples { get; init; }

    /// <summary>Gets the longest time between two readings, s.</summary>
    public required double MaxGap { get; init; }

    /// <summary>Gets the mean of each axis, which is taken off.</summary>
    public required IReadOnlyList<float> Mean { get; init; }

    /// <summary>Gets the deviation of each axis, by which is divided.</summary>
    public required IReadOnlyList<float> Deviation { get; init; }

    /// <summary>Reads a <c>preprocessor_config.json</c>.</summary>
    /// <exception cref="ModelPackException">It is not JSON, of another kind, or out of range.</exception>
    public static MotionTransform Parse(string file, ReadOnlyMemory<byte> utf8Json) => PreprocessorReader.Parse(file, utf8Json, Read);

    private static MotionTransform Read(PreprocessorReader config)
    {
        var kind = config.Text("feature_extractor_type", "");
        return kind == Kind
            ? new MotionTransform
            {
                SampleRate = config.Integer("sampling_rate", 200, 1, 10_000),
                Samples = config.Integer("num_samples", 2000, 2, 100_000),
                MaxGap = config.Number("max_gap_s", 0.5, 0.001, 60),
                Mean = config.Numbers("mean", Axes, 0, float.MinValue),
                Deviation = config.Numbers("std", Axes, 1, 1e-6f),
            }
            : throw config.Unknown("feature_extractor_type", kind, Kind);
    }
}
