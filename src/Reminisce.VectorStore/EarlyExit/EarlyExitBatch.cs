using Microsoft.Extensions.VectorData;

namespace Reminisce.VectorData;

/// <summary>Makes the vectors of pending records, in one batch per property; nothing is stored here.</summary>
internal static class EarlyExitBatch
{
    /// <param name="context">The collection.</param>
    /// <param name="records">The records; a record that cannot be encoded gets its error set.</param>
    /// <param name="reuse">Whether stored vectors of unchanged content are kept.</param>
    /// <param name="progress">Where the number of encoded items is reported.</param>
    /// <param name="cancellationToken">Checked between batches.</param>
    public static async Task EncodeAsync(
        CollectionContext context, IReadOnlyList<PendingRecord> records, bool reuse, IProgress<int>? progress, CancellationToken cancellationToken)
    {
        foreach (var property in context.Schema.EarlyExits)
        {
            var sound = records.Where(r => r.Error is null).ToList();
            if (reuse)
            {
                await ReuseAsync(context, property, sound, cancellationToken).ConfigureAwait(false);
            }

            var fresh = sound.FindAll(r => r.Vectors[property] is { Reused: null, Item: null });
            if (fresh.Count == 0)
            {
                continue;
            }

            var options = new EncodingOptions
            {
                Policy = context.Options.Policy,
                FixedLayer = context.Options.FixedLayer,
                KeepActivations = context.Activations.IsKept,
                Progress = progress,
            };
            var results = await property.Encoder
                .EncodeAsync(fresh.ConvertAll(r => r.Vectors[property].Content!), options, cancellationToken)
                .ConfigureAwait(false);
            for (var i = 0; i < fresh.Count; i++)
            {
                fresh[i].Vectors[property].Item = results[i].Item;
                fresh[i].Error = results[i].Error;
            }
        }
    }

    /// <summary>Reads or generates the vectors of properties without early exits.</summary>
    public static async Task AddPlainVectorsAsync(EarlyExitSchema schema, IReadOnlyList<PendingRecord> records, CancellationToken cancellationToken)
    {
        foreach (var property in schema.PlainVectors)
        {
            var values = records.Select(r => property.GetValueAsObject(r.Source)).ToList();
            if (property.EmbeddingType == property.Type)
            {
                for (var i = 0; i < records.Count; i++)
                {
                    records[i].Inner[property.ModelName] = VectorValue.Read(values[i]);
                }

                continue;
            }

            var vectors = await property.GenerateEmbeddingsAsync(values, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < records.Count; i++)
            {
                records[i].Inner[property.ModelName] = VectorValue.Read(vectors[i]);
            }
        }
    }

    /// <summary>Throws for the records that could not be encoded, before anything is stored.</summary>
    public static void ThrowIfAnyFailed(string collection, IReadOnlyList<PendingRecord> records)
    {
        var failed = records.Where(r => r.Error is not null).ToList();
        if (failed.Count == 0)
        {
            return;
        }

        var reasons = string.Join(" ", failed.Take(3).Select(r => $"Record '{r.Key}': {r.Error!.Message}"));
        var more = failed.Count > 3 ? $" And {failed.Count - 3} more." : "";
        throw new VectorStoreException(
            $"{failed.Count} of {records.Count} records could not be encoded, nothing was stored. {reasons}{more} Leave them out, or use UpsertDetailedAsync to store the others.",
            failed[0].Error)
        {
            VectorStoreSystemName = ReminisceConstants.SystemName,
            CollectionName = collection,
            OperationName = "Upsert",
        };
    }

    private static async Task ReuseAsync(CollectionContext context, EarlyExitProperty property, List<PendingRecord> records, CancellationToken cancellationToken)
    {
        var stored = await context.Inner.ReadAsync([.. records.Select(r => r.Key).Distinct()], includeVectors: false, cancellationToken).ConfigureAwait(false);
        var coarse = new Dictionary<string, PendingVector>(StringComparer.Ordinal);
        foreach (var record in records)
        {
            var vector = record.Vectors[property];
            if (vector.Item is not null
                || !stored.TryGetValue(record.Key, out var old)
                || property.StampOf(old) != vector.Stamp
                || property.ExitOf(old) is not { } exit
                || !IsDeepEnough(context.Options, exit))
            {
                continue;
            }

            vector.Reused = exit;
            if (!exit.IsFull && context.Activations.IsKept)
            {
                coarse[context.Activations.Key(property, record.Key, vector.Stamp)] = vector;
            }
        }

        // A coarse item whose activation was lost is encoded again: this is how it gets one.
        var kept = await context.Activations.GetAsync(coarse.Keys, cancellationToken).ConfigureAwait(false);
        foreach (var (key, vector) in coarse)
        {
            if (!kept.ContainsKey(key))
            {
                vector.Reused = null;
            }
        }
    }

    private static bool IsDeepEnough(ReminisceVectorStoreOptions options, ExitLayer exit) => exit.IsFull || options.Policy switch
    {
        ExitPolicy.Predicted => true,
        ExitPolicy.Fixed => exit.Layer >= options.FixedLayer,
        _ => false,
    };
}
