using Microsoft.Extensions.AI;
using Microsoft.Extensions.VectorData.ProviderServices;

namespace Reminisce.VectorData;

/// <summary>One vector property of the user's record whose content is encoded with early exits, and the inner properties that stand for it.</summary>
internal sealed class EarlyExitProperty
{
    private readonly Dictionary<ExitLayer, string> _columns = [];
    private readonly Dictionary<string, ExitLayer> _exits = new(StringComparer.Ordinal);

    public EarlyExitProperty(VectorPropertyModel model, IEarlyExitEncoder encoder)
    {
        Model = model;
        Encoder = encoder;
        foreach (var exit in encoder.Exits)
        {
            _columns.Add(exit, $"{model.ModelName}_{exit.Name}");
            _exits.Add(exit.Name, exit);
        }
    }

    public VectorPropertyModel Model { get; }

    public IEarlyExitEncoder Encoder { get; }

    public string Name => Model.ModelName;

    /// <summary>Gets the inner data property with the name of the exit whose vector is set.</summary>
    public string ExitColumn => ExitColumnOf(Name);

    /// <summary>Gets the inner data property with the encoder's fingerprint and the hash of the content, in the first of a record's properties followed by the mark of the last write.</summary>
    public string SourceColumn => SourceColumnOf(Name);

    public IReadOnlyDictionary<ExitLayer, string> Columns => _columns;

    public static string ExitColumnOf(string property) => $"{property}_exit";

    public static string SourceColumnOf(string property) => $"{property}_source";

    /// <summary>Gives what is to be embedded of a property's or a query's value; <see langword="null"/> where there is nothing.</summary>
    public AIContent? ContentOf(object? value) => EncodableContent.From(value)
        ?? (value is not null && EarlyExitDetection.ConverterOf(Model.EmbeddingGenerator) is { } converter && converter.CanConvert(value.GetType()) ? converter.Convert(value) : null);

    /// <summary>Finds the exit of an inner record, or <see langword="null"/> when the record carries none of this encoder's.</summary>
    public ExitLayer? ExitOf(Dictionary<string, object?> inner) =>
        inner.GetValueOrDefault(ExitColumn) is string name ? _exits.GetValueOrDefault(name) : null;

    public EncodingStamp? StampOf(Dictionary<string, object?> inner) =>
        EncodingStamp.Parse(inner.GetValueOrDefault(SourceColumn) as string);

    public ReadOnlyMemory<float>? VectorOf(Dictionary<string, object?> inner, ExitLayer exit) =>
        VectorValue.Read(inner.GetValueOrDefault(_columns[exit]));

    /// <summary>Sets the vector of one exit and clears those of all others: a record never has two.</summary>
    public void Set(Dictionary<string, object?> inner, ExitLayer exit, ReadOnlyMemory<float> vector, EncodingStamp stamp)
    {
        Clear(inner);
        inner[_columns[exit]] = vector;
        inner[ExitColumn] = exit.Name;
        inner[SourceColumn] = stamp.ToString();
    }

    /// <summary>Takes the vector away; what it was made of stays noted.</summary>
    public void Clear(Dictionary<string, object?> inner)
    {
        foreach (var column in _columns.Values)
        {
            inner[column] = null;
        }

        inner[ExitColumn] = null;
    }

    /// <summary>Takes vector and bookkeeping over from another inner record.</summary>
    public void Copy(Dictionary<string, object?> from, Dictionary<string, object?> to)
    {
        foreach (var column in _columns.Values)
        {
            to[column] = VectorValue.Read(from.GetValueOrDefault(column));
        }

        to[ExitColumn] = from.GetValueOrDefault(ExitColumn);
        to[SourceColumn] = from.GetValueOrDefault(SourceColumn);
    }

    public ExitLayer FullExit(string tower)
    {
        foreach (var exit in _columns.Keys)
        {
            if (exit.IsFull && string.Equals(exit.Tower, tower, StringComparison.Ordinal))
            {
                return exit;
            }
        }

        throw new InvalidOperationException($"The encoder '{Encoder.Name}' has no full-depth exit for its tower '{tower}'; a tower's last exit must be its full depth.");
    }
}
