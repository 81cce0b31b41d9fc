using System.Numerics.Tensors;

namespace Reminisce.Encoders.Tests;

/// <summary>A transformer with seeded random weights: real attention with a mask, cut wherever a test wants it.</summary>
internal sealed class TestTransformer
{
    public const int Dimensions = 24;
    private readonly Dictionary<string, float[]> _weights = [];
    private readonly Random _random;
    private readonly bool _text;
    private readonly (string Name, int[] Shape, int Tokens)? _tensor;

    /// <summary>A tower whose first stage reads one tensor and takes it as so many tokens.</summary>
    public TestTransformer(string input, int[] shape, int tokens, int seed)
        : this(text: false, seed: seed) => _tensor = (input, shape, tokens);

    public TestTransformer(bool text, int width = 32, int layers = 4, int heads = 2, int seed = 1, int pictureSide = 16, int patch = 8, int vocabulary = 64)
    {
        _random = new Random(seed);
        _text = text;
        (Width, Layers, Heads, PictureSide, Patch, Vocabulary) = (width, layers, heads, pictureSide, patch, vocabulary);
    }

    public int Width { get; }

    public int Layers { get; }

    public int Heads { get; }

    public int PictureSide { get; }

    public int Patch { get; }

    public int Vocabulary { get; }

    public int Tokens => _tensor is { } tensor ? tensor.Tokens : _text ? 16 : PictureSide / Patch * (PictureSide / Patch);

    public byte[] Stage(int from, int to)
    {
        var graph = new OnnxGraph();
        var hidden = from == 0 ? Embed(graph) : HiddenInput(graph);
        var bias = Inputs(graph);
        for (var layer = from; layer < to; layer++)
        {
            hidden = Layer(graph, hidden, bias, layer);
        }

        graph.NodeTo("hidden_out", "Identity", [hidden]);
        return graph.Output("hidden_out", 1, "B", "T", Width).ToArray();
    }

    public byte[] Head(string name)
    {
        var graph = new OnnxGraph();
        graph.Input("hidden", 1, "B", "T", Width);
        AddHead(graph, "hidden", name);
        return graph.Output("embedding", 1, "B", Dimensions).ToArray();
    }

    /// <summary>The oracle: all layers and a head in one graph that was never cut.</summary>
    public byte[] Uncut(int layers, string head)
    {
        var graph = new OnnxGraph();
        var hidden = Embed(graph);
        var bias = Inputs(graph);
        for (var layer = 0; layer < layers; layer++)
        {
            hidden = Layer(graph, hidden, bias, layer);
        }

        AddHead(graph, hidden, head);
        return graph.Output("embedding", 1, "B", Dimensions).ToArray();
    }

    public byte[] Predictor(int exits, float sharpness, float[]? bias = null)
    {
        var graph = new OnnxGraph();
        graph.Input("embedding", 1, "B", Dimensions);
        var weights = Weight("predictor", Dimensions * exits, sharpness);
        var product = graph.Node("MatMul", ["embedding", graph.Constant(weights, Dimensions, exits)]);
        graph.NodeTo("logits", "Add", [product, graph.Constant(bias ?? new float[exits], exits)]);
        return graph.Output("logits", 1, "B", exits).ToArray();
    }

    private string HiddenInput(OnnxGraph graph)
    {
        graph.Input("hidden", 1, "B", "T", Width);
        return "hidden";
    }

    private string Embed(OnnxGraph graph)
    {
        if (_tensor is var (name, shape, count))
        {
            graph.Input(name, 1, ["B", .. shape]);
            var each = shape.Aggregate((a, b) => a * b) / count;
            var cut = graph.Node("Reshape", [name, graph.Constant(0, count, each)]);
            var projected = graph.Node("MatMul", [cut, graph.Constant(Weight("tensor", each * Width, 0.1f), each, Width)]);
            return graph.Node("Add", [projected, graph.Constant(Weight("position", count * Width, 0.5f), count, Width)]);
        }

        if (!_text)
        {
            graph.Input("pixel_values", 1, "B", 3, PictureSide, PictureSide);
            var kernel = graph.Constant(Weight("patch", Width * 3 * Patch * Patch, 0.1f), Width, 3, Patch, Patch);
            var patches = graph.Node("Conv", ["pixel_values", kernel], ("strides", new long[] { Patch, Patch }), ("kernel_shape", new long[] { Patch, Patch }));
            var flat = graph.Node("Reshape", [patches, graph.Constant(0, Width, -1)]);
            var tokens = graph.Node("Transpose", [flat], ("perm", new long[] { 0, 2, 1 }));
            return graph.Node("Add", [tokens, graph.Constant(Weight("position", Tokens * Width, 0.5f), Tokens, Width)]);
        }

        graph.Input("input_ids", 7, "B", "T");
        var words = graph.Node("Gather", [graph.Constant(Weight("words", Vocabulary * Width, 1), Vocabulary, Width), "input_ids"]);
        var length = graph.Node("Slice", [graph.Node("Shape", ["input_ids"]), graph.Constant(1L), graph.Constant(2L)]);
        var positions = graph.Constant(Weight("position", Tokens * Width, 0.5f), Tokens, Width);
        return graph.Node("Add", [words, graph.Node("Slice", [positions, graph.Constant(0L), length, graph.Constant(0L)])]);
    }

    /// <summary>Declares the mask and makes what is added to the attention scores of padding.</summary>
    private string? Inputs(OnnxGraph graph)
    {
        if (!_text)
        {
            return null;
        }

        graph.Input("attention_mask", 7, "B", "T");
        var mask = graph.Node("Unsqueeze", [graph.Node("Cast", ["attention_mask"], ("to", 1L)), graph.Constant(1L, 2L)]);
        return graph.Node("Mul", [graph.Node("Sub", [graph.Constant([1f], 1), mask]), graph.Constant([-1e9f], 1)]);
    }

    private string Layer(OnnxGraph graph, string hidden, string? bias, int layer)
    {
        var inner = Width / Heads;
        string Linear(string input, string name, int from, int to) =>
            graph.Node("MatMul", [input, graph.Constant(Weight($"{layer}.{name}", from * to, 1 / MathF.Sqrt(from)), from, to)]);
        string Split(string input, params long[] order) =>
            graph.Node("Transpose", [graph.Node("Reshape", [input, graph.Constant(0, 0, Heads, inner)])], ("perm", order));
        var normal = Normalize(graph, hidden);
        var query = Split(Linear(normal, "q", Width, Width), 0, 2, 1, 3);
        var key = Split(Linear(normal, "k", Width, Width), 0, 2, 3, 1);
        var value = Split(Linear(normal, "v", Width, Width), 0, 2, 1, 3);
        var scores = graph.Node("Mul", [graph.Node("MatMul", [query, key]), graph.Constant([1 / MathF.Sqrt(inner)], 1)]);
        scores = bias is null ? scores : graph.Node("Add", [scores, bias]);
        var mixed = graph.Node("MatMul", [graph.Node("Softmax", [scores], ("axis", -1L)), value]);
        var joined = graph.Node("Reshape", [graph.Node("Transpose", [mixed], ("perm", new long[] { 0, 2, 1, 3 })), graph.Constant(0, 0, Width)]);
        var attended = graph.Node("Add", [hidden, Linear(joined, "o", Width, Width)]);
        var wide = graph.Node("Relu", [Linear(Normalize(graph, attended), "up", Width, 4 * Width)]);
        return graph.Node("Add", [attended, Linear(wide, "down", 4 * Width, Width)]);
    }

    private string Normalize(OnnxGraph graph, string input)
    {
        var ones = new float[Width];
        Array.Fill(ones, 1f);
        return graph.Node("LayerNormalization", [input, graph.Constant(ones, Width), graph.Constant(new float[Width], Width)], ("axis", -1L));
    }

    private void AddHead(OnnxGraph graph, string hidden, string name)
    {
        var states = hidden;
        if (_text)
        {
            if (hidden == "hidden")
            {
                graph.Input("attention_mask", 7, "B", "T");
            }

            var mask = graph.Node("Unsqueeze", [graph.Node("Cast", ["attention_mask"], ("to", 1L)), graph.Constant(2L)]);
            states = graph.Node("Mul", [hidden, mask]);
        }

        var pooled = graph.Node("ReduceSum", [states, graph.Constant(1L)], ("keepdims", 0L));
        var projected = graph.Node("MatMul", [pooled, graph.Constant(Weight($"head.{name}", Width * Dimensions, 1), Width, Dimensions)]);
        var length = graph.Node("ReduceL2", [projected], ("axes", new long[] { 1 }), ("keepdims", 1L));
        graph.NodeTo("embedding", "Div", [projected, length]);
    }

    private float[] Weight(string name, int count, float scale)
    {
        if (!_weights.TryGetValue(name, out var weight))
        {
            weight = new float[count];
            for (var i = 0; i < count; i++)
            {
                weight[i] = (float)((_random.NextDouble() + _random.NextDouble() + _random.NextDouble()) - 1.5) * 2;
            }

            TensorPrimitives.Multiply(weight, scale, weight);
            _weights[name] = weight;
        }

        return weight;
    }
}
