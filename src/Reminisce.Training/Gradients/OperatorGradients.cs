using Reminisce.Training.Gradients.Fused;
using Reminisce.Training.Gradients.Operators;
using Reminisce.Training.Onnx.Proto;

namespace Reminisce.Training.Gradients;

/// <summary>The operators that have a gradient.</summary>
internal static class OperatorGradients
{
    private static readonly Dictionary<string, IOperatorGradient> s_rules = Index(
        new AbsGradient(), new AddGradient(), new ClipGradient(), new ConcatGradient(), new ConvGradient(), new DivGradient(),
        new ErfGradient(), new ExpandGradient(), new ExpGradient(), new FastGeluGradient(), new GatherGradient(), new GeluGradient(),
        new GemmGradient(), new GlobalAveragePoolGradient(), new IdentityGradient(), new LayerNormalizationGradient(), new LogGradient(),
        new LogSoftmaxGradient(), new LpNormalizationGradient(), new MatMulGradient(), new MaxGradient(), new MinGradient(),
        new MulGradient(), new NegGradient(), new PadGradient(), new PowGradient(), new QuickGeluGradient(), new ReciprocalGradient(),
        new ReduceL2Gradient(), new ReduceMeanGradient(), new ReduceSumGradient(), new ReduceSumSquareGradient(), new ReluGradient(),
        new ReshapeGradient(), new SigmoidGradient(), new SliceGradient(), new SoftmaxGradient(), new SplitGradient(),
        new SqrtGradient(), new SubGradient(), new SumGradient(), new TanhGradient(), new TransposeGradient(), new WhereGradient());

    /// <summary>Names of the operators, in order, those that are taken apart first included.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. s_rules.Keys.Concat(FusedForms.Names).Order(StringComparer.Ordinal)];

    /// <summary>The rule of a node's operator, or null.</summary>
    public static IOperatorGradient? Find(NodeProto node) =>
        s_rules.GetValueOrDefault(NameOf(node));

    /// <summary>Name of a node's operator; one outside the standard carries its domain.</summary>
    public static string NameOf(NodeProto node) => node.Domain is "" or "ai.onnx" ? node.OpType : $"{node.Domain}.{node.OpType}";

    private static Dictionary<string, IOperatorGradient> Index(params IOperatorGradient[] rules) =>
        rules.SelectMany(r => r.Operators.Select(o => (o, r))).ToDictionary(p => p.o, p => p.r, StringComparer.Ordinal);
}
