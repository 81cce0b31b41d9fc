using System.Numerics.Tensors;

namespace Reminisce.VectorData;

/// <summary>Corrects a pack's calibration by what the store holds: where similarities to its own items have drifted, so have scores.</summary>
/// <remarks>
/// The query is compared with a sample of each exit. The sample's mean and variance are weighed against the pack's, which count
/// as <see cref="PackWeight"/> items; floors move along. Fewer than <see cref="Fewest"/> items say nothing: they may all be what is
/// sought. (Known from speaker verification as test normalisation.)
/// </remarks>
internal static class StoreCalibration
{
    private const int PackWeight = 64;
    private const int Fewest = 64;

    public static async Task<QueryEncoding> CorrectAsync(CollectionContext context, EarlyExitProperty property, QueryEncoding query, CancellationToken cancellationToken)
    {
        var corrected = new List<ExitQuery>(query.Exits.Count);
        foreach (var exit in query.Exits)
        {
            corrected.Add(property.Columns.ContainsKey(exit.Exit) ? await CorrectAsync(context, property, exit, cancellationToken).ConfigureAwait(false) : exit);
        }

        return new QueryEncoding(corrected);
    }

    /// <summary>Weighs a sample against the pack's distribution.</summary>
    public static ScoreCalibration Correct(ScoreCalibration pack, ReadOnlySpan<double> similarities)
    {
        if (similarities.Length < Fewest)
        {
            return pack;
        }

        var mean = TensorPrimitives.Sum(similarities) / similarities.Length;
        double square = 0;
        foreach (var similarity in similarities)
        {
            square += (similarity - mean) * (similarity - mean);
        }

        var weight = similarities.Length / (double)(similarities.Length + PackWeight);
        var variance = (weight * square / similarities.Length) + ((1 - weight) * pack.Deviation * pack.Deviation);
        var (newMean, deviation) = ((weight * mean) + ((1 - weight) * pack.Mean), Math.Sqrt(variance));
        return pack with { Mean = newMean, Deviation = deviation, Floor = newMean + (pack.Normalize(pack.Floor) * deviation) };
    }

    private static async Task<ExitQuery> CorrectAsync(CollectionContext context, EarlyExitProperty property, ExitQuery query, CancellationToken cancellationToken)
    {
        var sample = context.State.SampleOf(property.Columns[query.Exit]);
        if (!sample.IsLoaded)
        {
            await LoadAsync(context, property, query.Exit, sample, cancellationToken).ConfigureAwait(false);
        }

        var vectors = sample.Snapshot();
        var similarities = new double[vectors.Length];
        for (var i = 0; i < vectors.Length; i++)
        {
            similarities[i] = TensorPrimitives.Dot(query.Vector.Span, vectors[i].Span);
        }

        return query with { Calibration = Correct(query.Calibration, similarities) };
    }

    private static async Task LoadAsync(CollectionContext context, EarlyExitProperty property, ExitLayer exit, VectorSample sample, CancellationToken cancellationToken)
    {
        await sample.Loading.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (sample.IsLoaded)
            {
                return;
            }

            // Offered when all are there: a call that failed half-way is repeated, and none may be in it twice.
            var vectors = new List<ReadOnlyMemory<float>>(VectorSample.Capacity);
            var records = context.Inner.FilterAsync(
                FilterRewriter.Equal(property.ExitColumn, exit.Name), VectorSample.Capacity, new() { IncludeVectors = true }, cancellationToken);
            await foreach (var record in records.ConfigureAwait(false))
            {
                if (property.VectorOf(record, exit) is { } vector)
                {
                    vectors.Add(vector);
                }
            }

            vectors.ForEach(sample.Offer);
            sample.IsLoaded = true;
        }
        finally
        {
            sample.Loading.Release();
        }
    }
}
