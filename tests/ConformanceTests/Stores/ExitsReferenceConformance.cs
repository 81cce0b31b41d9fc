using ConformanceTests.Areas;

namespace ConformanceTests.Stores;

public sealed class ExitsReferenceCollectionManagementTests : CollectionManagementTests<ExitsReferenceFixture>;

public sealed class ExitsReferenceKeyTests : KeyTests<ExitsReferenceFixture>;

public sealed class ExitsReferenceCrudTests : CrudTests<ExitsReferenceFixture>;

public sealed class ExitsReferenceDynamicTests : DynamicTests<ExitsReferenceFixture>;

public sealed class ExitsReferenceDataTypeTests : DataTypeTests<ExitsReferenceFixture>;

public sealed class ExitsReferenceVectorTests : VectorTests<ExitsReferenceFixture>;

public sealed class ExitsReferenceDistanceFunctionTests : DistanceFunctionTests<ExitsReferenceFixture>;

public sealed class ExitsReferenceIndexKindTests : IndexKindTests<ExitsReferenceFixture>;

public sealed class ExitsReferenceSearchTests : SearchTests<ExitsReferenceFixture>;

public sealed class ExitsReferenceFilterTests : FilterTests<ExitsReferenceFixture>;

public sealed class ExitsReferenceFilterFuzzTests : FilterFuzzTests<ExitsReferenceFixture>;

public sealed class ExitsReferenceHybridSearchTests : HybridSearchTests<ExitsReferenceFixture>;

public sealed class ExitsReferenceWordFuzzTests : WordFuzzTests<ExitsReferenceFixture>;

public sealed class ExitsReferenceEmbeddingGenerationTests : EmbeddingGenerationTests<ExitsReferenceFixture>;

public sealed class ExitsReferenceBadInputTests : BadInputTests<ExitsReferenceFixture>;

public sealed class ExitsReferenceNameTests : NameTests<ExitsReferenceFixture>;

public sealed class ExitsReferenceChatHistoryMemoryTests : ChatHistoryMemoryTests<ExitsReferenceFixture>;

public sealed class ExitsReferenceContentTests : ContentTests<ExitsReferenceFixture>;
