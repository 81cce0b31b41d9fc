using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.VectorData.ProviderServices;
using Reminisce.VectorData.Native;
using Reminisce.VectorData.Search;

namespace Reminisce.VectorData;

/// <summary>How the approximate indexes of a store or a collection are built and searched.</summary>
/// <remarks>
/// An index is derived from the stored vectors: with other options than it was built with it is built anew in the
/// background, and searches are exact meanwhile. Give all objects over one collection the same options, since each
/// combination in use has an index of its own.
/// </remarks>
public sealed class UsearchIndexOptions
{
    /// <summary>Initializes a new instance of the <see cref="UsearchIndexOptions"/> class.</summary>
    public UsearchIndexOptions()
    {
    }

    /// <summary>Initializes a new instance of the <see cref="UsearchIndexOptions"/> class as a copy.</summary>
    /// <param name="source">The options to copy; null for the defaults.</param>
    public UsearchIndexOptions(UsearchIndexOptions? source)
    {
        if (source is not null)
        {
            Precision = source.Precision;
            Connectivity = source.Connectivity;
            EfConstruction = source.EfConstruction;
            Ef = source.Ef;
        }
    }

    /// <summary>Gets or sets the number format inside the index.</summary>
    /// <value>The default is <see cref="UsearchPrecision.Float16"/>.</value>
    public UsearchPrecision Precision { get; set; }

    /// <summary>Gets or sets M, the links of a node: more find better and take more memory.</summary>
    /// <value>From 2 to 512; the default is 16.</value>
    public int Connectivity { get; set; } = 16;

    /// <summary>Gets or sets efConstruction, the candidates weighed while a vector is added.</summary>
    /// <value>From 1 to 65,536; the default is 128.</value>
    public int EfConstruction { get; set; } = 128;

    /// <summary>Gets or sets ef, the candidates weighed by a search that names no <see cref="UsearchSearchOptions{TRecord}.Expansion"/>.</summary>
    /// <value>From 1 to 65,536; the default is 128.</value>
    public int Ef { get; set; } = 128;

    /// <summary>Gets what a property's index is built with, or null where the property is always searched exactly.</summary>
    /// <exception cref="NotSupportedException">The precision cannot rank by the property's distance function.</exception>
    internal UsearchParameters? Graph(VectorPropertyModel property)
    {
        var measure = DistanceMeasure.Get(property.DistanceFunction);
        if (measure.Metric is not { } metric || VectorIndexKinds.Parse(property.IndexKind) == VectorIndexKind.Flat)
        {
            return null;
        }

        return metric == UsearchMetric.Cosine || Precision is UsearchPrecision.Float16 or UsearchPrecision.Float32
            ? Parameters(property.Dimensions, metric)
            : throw new NotSupportedException(
                $"Precision {Precision} keeps directions only and cannot rank property '{property.ModelName}' by {measure.Name}. " +
                $"Supported: {UsearchPrecision.Float16} and {UsearchPrecision.Float32} for every distance function, {Precision} for CosineSimilarity and CosineDistance, or IndexKind Flat.");
    }

    /// <exception cref="ArgumentException">An option is outside its range.</exception>
    internal void Validate() => (Parameters(1, UsearchMetric.Cosine) with { Ef = Ef }).Validate();

    [SuppressMessage("Usage", "CA2208", Justification = "The option is what the caller gave.")]
    private UsearchParameters Parameters(int dimensions, UsearchMetric metric) => new()
    {
        Dimensions = dimensions,
        Metric = Precision == UsearchPrecision.Bit ? UsearchMetric.Hamming : metric,
        Quantization = Precision switch
        {
            UsearchPrecision.Float16 => UsearchQuantization.F16,
            UsearchPrecision.Float32 => UsearchQuantization.F32,
            UsearchPrecision.Int8 => UsearchQuantization.I8,
            UsearchPrecision.Bit => UsearchQuantization.B1,
            _ => throw Unknown(nameof(Precision), Precision),
        },
        Connectivity = Connectivity,
        EfConstruction = EfConstruction,
    };

    private static ArgumentOutOfRangeException Unknown(string name, UsearchPrecision value)
        => new(name, value, $"{name} must be one of {string.Join(", ", Enum.GetNames<UsearchPrecision>())}.");
}
