using System.Globalization;
using Google.Protobuf;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Cutting;

/// <summary>Reads an exported model with its external data, and refuses what is no sound ONNX graph before anything runs it.</summary>
internal static class SourceModel
{
    private const int OldestOpset = 12;
    private const int MaxDepth = 100;

    /// <summary>Reads a model; weights of external files are inside it afterwards.</summary>
    /// <exception cref="SourceModelException">The file, or one it names, is missing, damaged, too large or unsafe.</exception>
    public static ModelProto Load(string path)
    {
        var file = Path.GetFileName(path);
        var info = new FileInfo(path);
        if (!info.Exists)
        {
            throw new SourceModelException(file, "an ONNX model", "no file of that name");
        }

        if (info.Length is 0 or > int.MaxValue)
        {
            throw new SourceModelException(file, "1 to 2147483647 bytes", info.Length.ToString(CultureInfo.InvariantCulture));
        }

        var model = Parse(file, info);
        try
        {
            Require(file, model);
            ExternalData.Inline(file, Path.GetDirectoryName(info.FullName)!, model);
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException)
        {
            throw new SourceModelException(file, "a sound ONNX graph", e.Message, e);
        }

        return model;
    }

    /// <summary>Reads a model that holds all its weights.</summary>
    /// <exception cref="SourceModelException">The bytes are no sound model.</exception>
    public static ModelProto Parse(string file, byte[] content)
    {
        using var stream = new MemoryStream(content, writable: false);
        var model = Parse(file, stream);
        try
        {
            Require(file, model);
            return model;
        }
        catch (Exception e) when (e is InvalidDataException or OverflowException)
        {
            throw new SourceModelException(file, "a sound ONNX graph", e.Message, e);
        }
    }

    private static ModelProto Parse(string file, FileInfo info)
    {
        using var stream = info.OpenRead();
        return Parse(file, stream);
    }

    private static ModelProto Parse(string file, Stream stream)
    {
        try
        {
            using var coded = CodedInputStream.CreateWithLimits(stream, int.MaxValue, MaxDepth);
            return ModelProto.Parser.ParseFrom(coded);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new SourceModelException(file, "a whole ONNX model", $"bytes that are none: {e.Message}", e);
        }
    }

    private static void Require(string file, ModelProto model)
    {
        var opset = model.OpsetImport.FirstOrDefault(o => o.Domain.Length == 0 || o.Domain == "ai.onnx")?.Version ?? 0;
        if (model.Graph is null || model.Graph.Node.Count == 0)
        {
            throw new SourceModelException(file, "an ONNX graph with nodes", "none");
        }

        if (opset < OldestOpset)
        {
            throw new SourceModelException(file, $"the operator set {OldestOpset} or newer", $"{opset}; export it again with a newer set");
        }

        if (model.Graph.SparseInitializer.Count > 0)
        {
            throw new SourceModelException(file, "dense weights", "sparse initialisers");
        }

        var known = new HashSet<string>(StringComparer.Ordinal);
        if (model.Graph.Initializer.FirstOrDefault(t => !known.Add(t.Name)) is { } again)
        {
            throw new SourceModelException(file, "every weight once", $"'{NodeReads.Printable(again.Name)}' twice");
        }

        if (model.Graph.Input.FirstOrDefault(i => i.Type?.TensorType is null) is { } strange)
        {
            throw new SourceModelException(file, "inputs that are tensors", $"'{NodeReads.Printable(strange.Name)}', which is none");
        }

        known.UnionWith(model.Graph.Input.Select(i => i.Name));

        foreach (var node in model.Graph.Node)
        {
            if (NodeReads.Of(node).FirstOrDefault(i => !known.Contains(i)) is { } unknown)
            {
                throw new SourceModelException(file, $"nodes in the order in which they run, for {NodeReads.Describe(node)}", $"the value '{NodeReads.Printable(unknown)}' that nothing makes before");
            }

            if (NodeReads.Outputs(node).FirstOrDefault(o => !known.Add(o)) is { } twice)
            {
                throw new SourceModelException(file, "every value made once", $"'{NodeReads.Printable(twice)}' twice");
            }
        }

        if (model.Graph.Output.FirstOrDefault(o => !known.Contains(o.Name)) is { } missing)
        {
            throw new SourceModelException(file, $"a node that makes the output '{NodeReads.Printable(missing.Name)}'", "none");
        }
    }
}
