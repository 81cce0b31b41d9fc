namespace Reminisce.VectorData.Native;

/// <summary>What an index is built with. Two indexes with equal parameters can replace each other.</summary>
internal sealed record UsearchParameters
{
    /// <summary>The most components a vector may have; bounds what a damaged file can ask for.</summary>
    public const int MaxDimensions = 65_536;

    /// <summary>The length of every vector.</summary>
    public required int Dimensions { get; init; }

    /// <summary>The distance. The default is <see cref="UsearchMetric.Cosine"/>.</summary>
    public UsearchMetric Metric { get; init; } = UsearchMetric.Cosine;

    /// <summary>The stored number format. The default is <see cref="UsearchQuantization.F16"/>.</summary>
    public UsearchQuantization Quantization { get; init; } = UsearchQuantization.F16;

    /// <summary>M: the links of a node. The default is 16; the base layer has twice as many.</summary>
    public int Connectivity { get; init; } = 16;

    /// <summary>The candidates weighed while a vector is added. The default is 128.</summary>
    public int EfConstruction { get; init; } = 128;

    /// <summary>The candidates weighed by a search that does not say how many. The default is 64.</summary>
    public int Ef { get; init; } = 64;

    /// <summary>
    /// The length native vectors have. USearch leaves the last, unfilled byte of a single-bit vector as the vector
    /// before had it, so those are padded to whole bytes.
    /// </summary>
    public int NativeDimensions => Quantization == UsearchQuantization.B1 ? (Dimensions + 7) / 8 * 8 : Dimensions;

    /// <summary>Throws when the parameters make no usable index; the native constructor would accept most of them.</summary>
    /// <exception cref="ArgumentException">A value is out of range, or metric and number format do not fit.</exception>
    public void Validate()
    {
        RequireRange(Dimensions, 1, MaxDimensions, nameof(Dimensions));
        RequireRange(Connectivity, 2, 512, nameof(Connectivity));
        RequireRange(EfConstruction, 1, 65_536, nameof(EfConstruction));
        RequireRange(Ef, 1, 65_536, nameof(Ef));
        if (!Enum.IsDefined(Metric))
        {
            throw new ArgumentException($"The metric {(int)Metric} is unknown; choose one of {string.Join(", ", Enum.GetNames<UsearchMetric>())}.");
        }

        if (!Enum.IsDefined(Quantization))
        {
            throw new ArgumentException($"The quantization {(int)Quantization} is unknown; choose one of {string.Join(", ", Enum.GetNames<UsearchQuantization>())}.");
        }

        if ((Metric == UsearchMetric.Hamming) != (Quantization == UsearchQuantization.B1))
        {
            throw new ArgumentException($"{Metric} with {Quantization} was given; Hamming distance and single-bit vectors go only with each other.");
        }

        if (Quantization == UsearchQuantization.I8 && Metric != UsearchMetric.Cosine)
        {
            throw new ArgumentException($"{Metric} with I8 was given; I8 keeps directions only and ranks rightly by Cosine alone. Use F16 for {Metric}.");
        }
    }

    private static void RequireRange(int value, int low, int high, string name)
    {
        if (value < low || value > high)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be from {low} to {high}.");
        }
    }
}
