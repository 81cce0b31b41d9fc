using Reminisce.Training.Onnx;

namespace Reminisce.Training.Tests.Cutting;

internal sealed partial class SyntheticEncoder
{
    /// <summary>Token, type and position tables, normalised; post-norm blocks under a mask; rows per token.</summary>
    public static SyntheticEncoder Bert(int blocks = 4, WeightForm form = WeightForm.Float)
    {
        var e = new SyntheticEncoder(form);
        var (ids, mask, types) = (e.Input("input_ids", 7, "batch", "sequence"), e.Input("attention_mask", 7, "batch", "sequence"), e.Input("token_type_ids", 7, "batch", "sequence"));
        var sum = e.Write.Add(e.Write.Add(e.Lookup(e.Table(Words, Width), ids), e.Lookup(e.Table(2, Width), types)), e.PositionRows(ids));
        return e.Output(e.PostNormBlocks(e.Normalize(sum), blocks, e.MaskBias(mask)), "last_hidden_state", null, "batch", "sequence", Width);
    }

    /// <summary>MiniLM as sentence encoders are exported: BERT with the mean of the real tokens in the graph.</summary>
    public static SyntheticEncoder MiniLm(int blocks = 3, WeightForm form = WeightForm.Float)
    {
        var e = Bert(blocks, form);
        var mask = e.Write.Node("Unsqueeze", [e.Write.Node("Cast", ["attention_mask"], GraphBuilder.Attribute("to", e.Type)), e.Write.Vector(-1)]);
        string Sum(string value) => e.Write.Node("ReduceSum", [value, e.Write.Vector(1)], GraphBuilder.Attribute("keepdims", 0));
        var mean = e.Write.Divide(Sum(e.Write.Multiply("last_hidden_state", mask)), Sum(mask));
        return e.Output(e.Write.Node("LpNormalization", [mean], GraphBuilder.Attribute("axis", -1), GraphBuilder.Attribute("p", 2)), "sentence_embedding", null, "batch", Width);
    }

    /// <summary>RoBERTa, the text side of CLAP: positions are counted over the ids that are no padding (here 1).</summary>
    public static SyntheticEncoder Roberta(int blocks = 3, WeightForm form = WeightForm.Float)
    {
        var e = new SyntheticEncoder(form);
        var (ids, mask) = (e.Input("input_ids", 7, "batch", "sequence"), e.Input("attention_mask", 7, "batch", "sequence"));
        var real = e.Write.Node("Cast", [e.Write.Node("Not", [e.Write.Node("Equal", [ids, e.Write.Vector(1)])])], GraphBuilder.Attribute("to", 7));
        var positions = e.Write.Add(e.Write.Multiply(e.Write.Node("CumSum", [real, e.Write.Vector(1)]), real), e.Write.Vector(1));
        var sum = e.Write.Add(e.Lookup(e.Table(Words, Width), ids), e.Lookup(e.Table(Positions + 2, Width), positions));
        return e.Output(e.PostNormBlocks(e.Normalize(sum), blocks, e.MaskBias(mask)), "last_hidden_state", null, "batch", "sequence", Width);
    }

    /// <summary>CLIP's text side: a causal mask from the length, the row of the largest id, projected.</summary>
    public static SyntheticEncoder ClipText(int blocks = 3, WeightForm form = WeightForm.Float)
    {
        var e = new SyntheticEncoder(form);
        var ids = e.Input("input_ids", 7, "batch", "sequence");
        e.AddClipText(ids, null, blocks);
        return e;
    }

    /// <summary>CLIP's image side: a class token spread over the batch, a norm before the blocks, its row projected.</summary>
    public static SyntheticEncoder ClipImage(int blocks = 3, WeightForm form = WeightForm.Float)
    {
        var e = new SyntheticEncoder(form);
        e.AddClipImage(e.Input("pixel_values", e.Type, "batch", 3, 32, 32), blocks);
        return e;
    }

    /// <summary>CLIP as one file: both sides and how alike they are.</summary>
    public static SyntheticEncoder Clip(int blocks = 2)
    {
        var e = new SyntheticEncoder();
        var (ids, pixels, mask) = (e.Input("input_ids", 7, "text_batch", "sequence"), e.Input("pixel_values", 1, "image_batch", 3, 32, 32), e.Input("attention_mask", 7, "text_batch", "sequence"));
        var text = e.AddClipText(ids, mask, blocks);
        var image = e.AddClipImage(pixels, blocks);
        return e.Output(e.Write.MatMul(text, e.Write.Transpose(image, 1, 0)), "logits_per_text", null, "text_batch", "image_batch");
    }

    /// <summary>SigLIP's text side: no mask at all, so padding is read like words; the last row.</summary>
    public static SyntheticEncoder SiglipText(int blocks = 3, WeightForm form = WeightForm.Float)
    {
        var e = new SyntheticEncoder(form);
        var ids = e.Input("input_ids", 7, "batch", "sequence");
        var hidden = e.Normalize(e.PreNormBlocks(e.Write.Add(e.Lookup(e.Table(Words, Width), ids), e.PositionRows(ids)), blocks));
        var last = e.Write.Node("Flatten", [e.Write.Node("Gather", [hidden, e.Write.Vector(-1)], GraphBuilder.Attribute("axis", 1))], GraphBuilder.Attribute("axis", 1));
        return e.Output(e.Linear(last, Width, Dimensions), "pooler_output", null, "batch", Dimensions);
    }

    /// <summary>AST: patches of a spectrogram [B, frames, bins].</summary>
    public static SyntheticEncoder Ast(int blocks = 3, bool quantized = false, WeightForm form = WeightForm.Float)
    {
        var e = new SyntheticEncoder(quantized ? WeightForm.Int8 : form);
        var sound = e.Input("input_values", e.Type, "batch", 24, 16);
        var kernel = e.Weight(e.Numbers(Width * 64, 0.1f), Width, 1, 8, 8);
        var patches = e.Write.Node("Conv", [e.Write.Node("Unsqueeze", [sound, e.Write.Vector(1)]), kernel], GraphBuilder.Attribute("strides", [8, 8]));
        var tokens = e.Write.Transpose(e.Write.Node("Reshape", [patches, e.Write.Vector(0, Width, -1)]), 0, 2, 1);
        var hidden = e.Write.Add(tokens, e.Table(6, Width));
        return e.Output(e.Normalize(quantized ? e.QuantizedBlocks(hidden, blocks) : e.PreNormBlocks(hidden, blocks)), "last_hidden_state", null, "batch", 6, Width);
    }

    /// <summary>A masked text encoder of the fused operators of ONNX Runtime.</summary>
    public static SyntheticEncoder FusedText(int blocks = 3)
    {
        var e = new SyntheticEncoder();
        var (ids, mask) = (e.Input("input_ids", 7, "batch", "sequence"), e.Input("attention_mask", 7, "batch", "sequence"));
        var lengths = e.Write.Node("Cast", [e.Write.Node("ReduceSum", [mask, e.Write.Vector(1)], GraphBuilder.Attribute("keepdims", 0))], GraphBuilder.Attribute("to", 6));
        var hidden = e.Write.Add(e.Lookup(e.Table(Words, Width), ids), e.PositionRows(ids));
        return e.Output(e.FusedPreNormBlocks(hidden, blocks, lengths), "last_hidden_state", null, "batch", "sequence", Width);
    }

    /// <summary>BERT as the optimiser writes it: tables, norm and the mask's lengths from one node, post-norm blocks of fused operators.</summary>
    public static SyntheticEncoder FusedBert(int blocks = 3)
    {
        var e = new SyntheticEncoder();
        string Narrow(string name) => e.Write.Node("Cast", [e.Input(name, 7, "batch", "sequence")], GraphBuilder.Attribute("to", 6));
        var (ids, mask, types) = (Narrow("input_ids"), Narrow("attention_mask"), Narrow("token_type_ids"));
        var embedded = e.Microsoft(
            "EmbedLayerNormalization",
            [ids, types, e.Table(Words, Width), e.Table(Positions, Width), e.Table(2, Width), e.Vector(Width, around: 1), e.Vector(Width), mask],
            2);
        var hidden = embedded[0];
        for (var i = 0; i < blocks; i++)
        {
            var attention = e.Microsoft("Attention", [hidden, e.Weight(Width, 3 * Width), e.Vector(3 * Width), embedded[1]], 1, GraphBuilder.Attribute("num_heads", Heads))[0];
            var attended = e.SkipNorm(e.Write.MatMul(attention, e.Weight(Width, Width)), hidden, sum: false)[0];
            var gelu = e.Microsoft("BiasGelu", [e.Write.MatMul(attended, e.Weight(Width, 4 * Width)), e.Vector(4 * Width)], 1)[0];
            hidden = e.SkipNorm(e.Write.MatMul(gelu, e.Weight(4 * Width, Width)), attended, sum: false)[0];
        }

        return e.Output(hidden, "last_hidden_state", null, "batch", "sequence", Width);
    }

    public string Lookup(string table, string numbers) => Write.Node("Gather", [table, numbers]);

    /// <summary>As many rows of the position table as there are ids.</summary>
    public string PositionRows(string ids)
    {
        var length = Write.Node("Slice", [Write.Node("Shape", [ids]), Write.Vector(1), Write.Vector(2)]);
        return Write.Node("Slice", [Table(Positions, Width), Write.Vector(0), length, Write.Vector(0)]);
    }

    private string AddClipText(string ids, string? mask, int blocks)
    {
        var bias = CausalBias(ids);
        bias = mask is null ? bias : Write.Add(bias, MaskBias(mask));
        var hidden = Normalize(PreNormBlocks(Write.Add(Lookup(Table(Words, Width), ids), PositionRows(ids)), blocks, bias));
        var last = Write.Node("ArgMax", [Write.Node("Cast", [ids], GraphBuilder.Attribute("to", 6))], GraphBuilder.Attribute("axis", -1), GraphBuilder.Attribute("keepdims", 0));
        // Rows 0, 1, 2 ... of the batch beside the place in each, as torch.arange gives them.
        var batch = Write.Node("Reshape", [Write.Node("Gather", [Write.Node("Shape", [hidden]), Write.Vector(0)], GraphBuilder.Attribute("axis", 0)), Write.Vector()]);
        var rows = Write.Node("Range", [Scalar64(0), batch, Scalar64(1)]);
        string Column(string value) => Write.Node("Unsqueeze", [value, Write.Vector(-1)]);
        var pooled = Write.Node("GatherND", [hidden, Write.Node("Concat", [Column(rows), Column(last)], GraphBuilder.Attribute("axis", -1))]);
        var embeds = Write.MatMul(pooled, Weight(Width, Dimensions));
        Output(embeds, "text_embeds", null, "batch", Dimensions);
        return embeds;
    }

    private string AddClipImage(string pixels, int blocks)
    {
        var all = Write.Add(WithFirstTokens(PatchTokens(pixels), pixels, 1), Table(17, Width));
        var hidden = PreNormBlocks(Normalize(all), blocks);
        var embeds = Write.MatMul(Normalize(FirstRow(hidden)), Weight(Width, Dimensions));
        Output(embeds, "image_embeds", null, "batch", Dimensions);
        return embeds;
    }

    private string Scalar64(long value) => Write.Node("Reshape", [Write.Vector(value), Write.Vector()]);
}
