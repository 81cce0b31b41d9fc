using System.Globalization;
using Google.Protobuf;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Cutting;

/// <summary>Brings weights that lie in files beside a model into it; only files of the model's own folder are read.</summary>
internal static class ExternalData
{
    public static void Inline(string file, string folder, ModelProto model)
    {
        var total = 0L;
        foreach (var tensor in Tensors(model.Graph, 0))
        {
            var expected = ElementSizes.Bytes(tensor.DataType, tensor.Dims);
            if (tensor.DataLocation == TensorProto.Types.DataLocation.External)
            {
                tensor.RawData = Read(folder, tensor, expected);
                tensor.DataLocation = TensorProto.Types.DataLocation.Default;
                tensor.ExternalData.Clear();
            }

            if (expected is { } bytes && !tensor.RawData.IsEmpty && tensor.RawData.Length != bytes)
            {
                throw new SourceModelException(file, $"{Text(bytes)} bytes for the weight '{NodeReads.Printable(tensor.Name)}'", Text(tensor.RawData.Length));
            }

            total += tensor.RawData.Length;
        }

        if (total > int.MaxValue)
        {
            throw new SourceModelException(file, "at most 2147483647 bytes of weights", Text(total));
        }
    }

    private static IEnumerable<TensorProto> Tensors(GraphProto graph, int depth)
    {
        if (depth > 16)
        {
            throw new InvalidDataException("graphs nested too deeply");
        }

        return graph.Initializer
            .Concat(graph.Node.SelectMany(n => n.Attribute).SelectMany(a => a.T is null ? a.Tensors : a.Tensors.Prepend(a.T)))
            .Concat(graph.Node.SelectMany(NodeReads.Graphs).SelectMany(g => Tensors(g, depth + 1)));
    }

    private static ByteString Read(string folder, TensorProto tensor, long? expected)
    {
        var entries = tensor.ExternalData.GroupBy(e => e.Key).ToDictionary(g => g.Key, g => g.First().Value, StringComparer.Ordinal);
        var location = entries.GetValueOrDefault("location", "");
        var shown = NodeReads.Printable(location);
        var named = location.Length > 0 && !location.Contains('\0', StringComparison.Ordinal) && !Path.IsPathRooted(location);
        var path = named ? Path.GetFullPath(Path.Combine(folder, location)) : "";
        if (!path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal))
        {
            throw new SourceModelException(shown, "external data inside the model's folder", "a place outside of it");
        }

        var info = new FileInfo(path);
        if (!info.Exists)
        {
            throw new SourceModelException(shown, $"the weight '{NodeReads.Printable(tensor.Name)}', which the model keeps outside its file", "no such file; fetch it too");
        }

        var offset = Number(shown, entries, "offset", 0);
        var length = Number(shown, entries, "length", expected ?? throw new SourceModelException(shown, "a length for the weight", "none"));
        using var stream = info.OpenRead();
        if (offset > stream.Length || length > stream.Length - offset || length > int.MaxValue || length != (expected ?? length))
        {
            throw new SourceModelException(
                shown,
                $"{Text(expected ?? length)} bytes from {Text(offset)} for the weight '{NodeReads.Printable(tensor.Name)}'",
                $"{Text(length)} of {Text(stream.Length)} bytes");
        }

        stream.Position = offset;
        var bytes = new byte[length];
        stream.ReadExactly(bytes);
        return UnsafeByteOperations.UnsafeWrap(bytes);
    }

    private static long Number(string file, Dictionary<string, string> entries, string key, long absent)
    {
        if (!entries.TryGetValue(key, out var text))
        {
            return absent;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new SourceModelException(file, $"a number as {key} of external data", $"'{NodeReads.Printable(text)}'");
    }

    private static string Text(long value) => value.ToString(CultureInfo.InvariantCulture);
}
